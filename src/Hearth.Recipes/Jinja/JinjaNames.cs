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

    /// <summary>Whether parts lie within parts more than so many times.</summary>
    public static bool IsDeeper(JinjaNode root, int depth)
    {
        Stack<(JinjaNode Node, int Depth)> open = new([(root, 0)]);
        while (open.TryPop(out var next))
        {
            if (next.Depth > depth)
                return true;
            foreach (var part in next.Node.Parts)
                open.Push((part, next.Depth + 1));
        }
        return false;
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
