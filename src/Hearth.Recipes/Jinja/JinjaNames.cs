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

    /// <summary>The names in all expressions of a template, whichever branches are taken.</summary>
    public static IReadOnlyList<string> In(IEnumerable<JinjaStatement> body)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        Stack<JinjaStatement> open = new(body);
        while (open.TryPop(out var statement))
        {
            foreach (var expression in statement.Expressions)
                names.UnionWith(In(expression));
            foreach (var inner in statement.Inner)
                open.Push(inner);
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
