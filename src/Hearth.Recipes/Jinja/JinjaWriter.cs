using System.Text;

namespace Hearth.Recipes.Jinja;

/// <summary>Writes expressions as text, with the parentheses that they need.</summary>
internal static class JinjaWriter
{
    private const int MaxDepth = 250;
    private const int ConditionalLevel = 0;
    private const int OrLevel = 1;
    private const int AndLevel = 2;
    private const int NotLevel = 3;
    private const int ComparisonLevel = 4;
    private const int AddLevel = 5;
    private const int ConcatenateLevel = 6;
    private const int MultiplyLevel = 7;
    private const int PowerLevel = 8;
    private const int SignLevel = 9;
    private const int PostfixLevel = 10;

    /// <param name="node">The expression.</param>
    /// <param name="quote">The quotation mark of texts in it.</param>
    /// <exception cref="JinjaException">The expression is nested too deep.</exception>
    public static string Write(JinjaNode node, char quote = '"')
    {
        if (JinjaNames.IsDeeper(node, MaxDepth))
            throw new JinjaException(JinjaDiagnostics.TooMuch, $"nested more than {MaxDepth} deep", null, node.At);
        return Write(node, ConditionalLevel, quote);
    }

    private static string Write(JinjaNode node, int level, char quote)
    {
        var (text, own) = node switch
        {
            JinjaNode.Constant constant => (Constant(constant.Value, quote), PostfixLevel),
            JinjaNode.Name name => (name.Id, PostfixLevel),
            JinjaNode.Sequence list => ($"[{Join(list.Items, quote)}]", PostfixLevel),
            JinjaNode.Mapping map => ($"{{{string.Join(", ", map.Entries.Select(entry => $"{Write(entry.Key, quote)}: {Write(entry.Value, quote)}"))}}}", PostfixLevel),
            JinjaNode.Attribute member => ($"{Write(member.Target, PostfixLevel, quote)}.{member.Id}", PostfixLevel),
            JinjaNode.Item item => ($"{Write(item.Target, PostfixLevel, quote)}[{Write(item.Key, quote)}]", PostfixLevel),
            JinjaNode.Slice slice => (Slice(slice, quote), PostfixLevel),
            JinjaNode.Call call => ($"{Write(call.Target, PostfixLevel, quote)}({Arguments(call.Arguments, quote)})", PostfixLevel),
            JinjaNode.Filter filter => ($"{Write(filter.Target, SignLevel, quote)} | {filter.Id}{Optional(filter.Arguments, quote)}", PowerLevel),
            JinjaNode.Test test => ($"{Write(test.Target, SignLevel, quote)} is {(test.Negated ? "not " : "")}{test.Id}{Optional(test.Arguments, quote)}", PowerLevel),
            JinjaNode.Not not => ($"not {Write(not.Operand, NotLevel, quote)}", NotLevel),
            JinjaNode.Sign sign => ($"{(sign.Negative ? "-" : "+")}{Write(sign.Operand, PostfixLevel, quote)}", SignLevel),
            JinjaNode.Binary binary => Binary(binary, quote),
            JinjaNode.Comparison comparison => (Comparison(comparison, quote), ComparisonLevel),
            JinjaNode.Conditional choice => (Conditional(choice, quote), ConditionalLevel),
            _ => throw new InvalidOperationException($"no text for {node.GetType().Name}"),
        };
        return own < level ? $"({text})" : text;
    }

    private static string Join(IEnumerable<JinjaNode> nodes, char quote) => string.Join(", ", nodes.Select(node => Write(node, quote)));

    private static string Arguments(JinjaArguments arguments, char quote) => string.Join(
        ", ", arguments.Positional.Select(argument => Write(argument, quote)).Concat(arguments.Named.Select(argument => $"{argument.Key}={Write(argument.Value, quote)}")));

    private static string Optional(JinjaArguments arguments, char quote) =>
        arguments.Positional.Count + arguments.Named.Count == 0 ? "" : $"({Arguments(arguments, quote)})";

    private static string Slice(JinjaNode.Slice slice, char quote)
    {
        var text = new StringBuilder(Write(slice.Target, PostfixLevel, quote)).Append('[');
        if (slice.Start is not null)
            text.Append(Write(slice.Start, quote));
        text.Append(':');
        if (slice.End is not null)
            text.Append(Write(slice.End, quote));
        if (slice.Step is not null)
            text.Append(':').Append(Write(slice.Step, quote));
        return text.Append(']').ToString();
    }

    private static (string Text, int Level) Binary(JinjaNode.Binary node, char quote)
    {
        var (sign, level) = node.Operator switch
        {
            JinjaOperator.Or => ("or", OrLevel),
            JinjaOperator.And => ("and", AndLevel),
            JinjaOperator.Add => ("+", AddLevel),
            JinjaOperator.Subtract => ("-", AddLevel),
            JinjaOperator.Concatenate => ("~", ConcatenateLevel),
            JinjaOperator.Multiply => ("*", MultiplyLevel),
            JinjaOperator.Divide => ("/", MultiplyLevel),
            JinjaOperator.FloorDivide => ("//", MultiplyLevel),
            JinjaOperator.Modulo => ("%", MultiplyLevel),
            _ => ("**", PowerLevel),
        };
        return ($"{Write(node.Left, level, quote)} {sign} {Write(node.Right, level + 1, quote)}", level);
    }

    private static string Comparison(JinjaNode.Comparison node, char quote)
    {
        var text = new StringBuilder(Write(node.First, AddLevel, quote));
        foreach (var (comparison, operand) in node.Rest)
        {
            var sign = comparison switch
            {
                JinjaOperator.Equal => "==",
                JinjaOperator.NotEqual => "!=",
                JinjaOperator.Less => "<",
                JinjaOperator.LessOrEqual => "<=",
                JinjaOperator.Greater => ">",
                JinjaOperator.GreaterOrEqual => ">=",
                JinjaOperator.In => "in",
                _ => "not in",
            };
            text.Append(' ').Append(sign).Append(' ').Append(Write(operand, AddLevel, quote));
        }
        return text.ToString();
    }

    private static string Conditional(JinjaNode.Conditional node, char quote)
    {
        var text = $"{Write(node.Then, OrLevel, quote)} if {Write(node.Condition, OrLevel, quote)}";
        return node.Else is null ? text : $"{text} else {Write(node.Else, ConditionalLevel, quote)}";
    }

    private static string Constant(JinjaValue value, char quote)
    {
        if (value.Kind != JinjaKind.Text)
            return value.ToText(JinjaDialect.V1);
        var text = new StringBuilder().Append(quote);
        foreach (var c in value.AsText)
        {
            _ = c switch
            {
                '\n' => text.Append("\\n"),
                '\t' => text.Append("\\t"),
                '\r' => text.Append("\\r"),
                '\\' => text.Append("\\\\"),
                _ when c == quote => text.Append('\\').Append(c),
                _ => text.Append(c),
            };
        }
        return text.Append(quote).ToString();
    }
}
