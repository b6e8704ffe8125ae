namespace Hearth.Recipes.Jinja;

/// <summary>Finds names in expressions. Walks with a list of its own, since a long chain of operators is a deep tree.</summary>
internal static class JinjaNames
{
    public static IReadOnlyList<string> In(JinjaNode root)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        foreach (var node in Nodes(root))
        {
            if (node is JinjaNode.Name name)
                names.Add(name.Id);
        }
        return [.. names];
    }

    /// <summary>The part itself and all within it.</summary>
    public static IEnumerable<JinjaNode> Nodes(JinjaNode root)
    {
        Stack<JinjaNode> open = new([root]);
        while (open.TryPop(out var node))
        {
            yield return node;
            foreach (var part in node.Parts)
                open.Push(part);
        }
    }
}
