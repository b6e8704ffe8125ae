namespace Hearth.Recipes.Jinja;

/// <summary>Makes an expression from another by replacing parts, from the inside out.</summary>
internal static class JinjaRewriter
{
    private const int MaxDepth = 200;

    /// <param name="node">The expression.</param>
    /// <param name="replace">The replacement for a part whose own parts are replaced already; the part itself to keep it.</param>
    /// <param name="depth">How deep this part lies.</param>
    /// <exception cref="JinjaException">The expression is nested too deep.</exception>
    public static JinjaNode Rewrite(JinjaNode node, Func<JinjaNode, JinjaNode> replace, int depth = 0)
    {
        if (depth > MaxDepth)
            throw new JinjaException(JinjaDiagnostics.TooMuch, $"nested more than {MaxDepth} deep", null, node.At);
        JinjaNode Inner(JinjaNode part) => Rewrite(part, replace, depth + 1);
        JinjaArguments Each(JinjaArguments arguments) => new(
            [.. arguments.Positional.Select(Inner)],
            [.. arguments.Named.Select(argument => KeyValuePair.Create(argument.Key, Inner(argument.Value)))]);
        return replace(node switch
        {
            JinjaNode.Sequence list => list with { Items = [.. list.Items.Select(Inner)] },
            JinjaNode.Mapping map => map with { Entries = [.. map.Entries.Select(entry => KeyValuePair.Create(Inner(entry.Key), Inner(entry.Value)))] },
            JinjaNode.Attribute member => member with { Target = Inner(member.Target) },
            JinjaNode.Item item => item with { Target = Inner(item.Target), Key = Inner(item.Key) },
            JinjaNode.Slice slice => slice with
            {
                Target = Inner(slice.Target),
                Start = slice.Start is null ? null : Inner(slice.Start),
                End = slice.End is null ? null : Inner(slice.End),
                Step = slice.Step is null ? null : Inner(slice.Step),
            },
            JinjaNode.Call call => call with { Target = Inner(call.Target), Arguments = Each(call.Arguments) },
            JinjaNode.Filter filter => filter with { Target = Inner(filter.Target), Arguments = Each(filter.Arguments) },
            JinjaNode.Test test => test with { Target = Inner(test.Target), Arguments = Each(test.Arguments) },
            JinjaNode.Not not => not with { Operand = Inner(not.Operand) },
            JinjaNode.Sign sign => sign with { Operand = Inner(sign.Operand) },
            JinjaNode.Binary binary => binary with { Left = Inner(binary.Left), Right = Inner(binary.Right) },
            JinjaNode.Comparison comparison => comparison with
            {
                First = Inner(comparison.First),
                Rest = [.. comparison.Rest.Select(part => KeyValuePair.Create(part.Key, Inner(part.Value)))],
            },
            JinjaNode.Conditional choice => choice with
            {
                Then = Inner(choice.Then),
                Condition = Inner(choice.Condition),
                Else = choice.Else is null ? null : Inner(choice.Else),
            },
            _ => node,
        });
    }
}
