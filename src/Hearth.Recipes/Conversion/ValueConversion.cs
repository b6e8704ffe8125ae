using Hearth.Recipes.Jinja;
using Hearth.Recipes.MetaYaml;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Conversion;

/// <summary>Turns scalars, lists and maps of meta.yaml into those of recipe.yaml.</summary>
internal sealed class ValueConversion(V0Source source)
{
    private const int MostChoices = 3;

    /// <summary>A single value; null if it cannot be carried.</summary>
    public V1Value? Scalar(V0Part part, bool asText = false, bool inScript = false)
    {
        if (part.Node is not ScalarNode node)
        {
            source.Lost(part.Line, $"'{part.Key}' is no single value");
            return null;
        }
        try
        {
            var raw = source.Raw(node);
            if (node.Style is ScalarStyle.Literal or ScalarStyle.Folded)
                return Block(part, raw, node.Style, inScript);
            if (node.Style == ScalarStyle.DoubleQuoted && raw.Length > 1 && !raw.Contains('\\', StringComparison.Ordinal) && raw.AsSpan(1, raw.Length - 2).Contains('"'))
                return V1Value.Scalar(ScalarText.Of(TextConversion.Convert(raw[1..^1], ScalarStyle.Plain, inScript)));
            var text = TextConversion.Convert(raw, node.Style, inScript);
            if (node.Style == ScalarStyle.Plain)
                text = asText && node.Kind != ScalarKind.Text ? ScalarText.DoubleQuoted(raw) : NeedsQuotes(text) ? ScalarText.Of(text) : text;
            return V1Value.Scalar(text);
        }
        catch (JinjaException wrong)
        {
            source.Lost(part.Line, $"'{part.Key ?? "a value"}' cannot be carried: {wrong.Message}", wrong.Error.Hint);
            return null;
        }
    }

    /// <summary>A line of a script.</summary>
    public V1Value? Script(V0Part part) => Scalar(part, inScript: true);

    /// <summary>One value from all entries of a key, which selectors choose between.</summary>
    public V1Value? Chosen(IReadOnlyList<V0Part> parts, bool asText = false)
    {
        parts = [.. parts.Where(part => !part.IsNull)];
        if (parts.Count == 0)
            return null;
        if (parts is [{ Condition: null }])
            return Scalar(parts[0], asText);
        try
        {
            JinjaNode? value = null;
            // Later lines win, so they are asked first where conditions overlap; without a condition a line ends the question.
            foreach (var part in parts.Reverse().OrderBy(part => part.Condition is null ? 0 : 1))
            {
                var own = TextConversion.Expression(source.Raw((ScalarNode)part.Node), (ScalarNode)part.Node);
                value = part.Condition is null ? own : new JinjaNode.Conditional(0, own, JinjaExpression.Parse(part.Condition).Root, value);
            }
            return V1Value.Scalar(ScalarText.Of($"${{{{ {JinjaWriter.Write(ExpressionConversion.WithoutComplements(value!))} }}}}"));
        }
        catch (Exception wrong) when (wrong is JinjaException or InvalidCastException)
        {
            source.Lost(parts[0].Line, $"'{parts[0].Key}' cannot be carried: {wrong.Message}");
            return null;
        }
    }

    /// <summary>All items of all entries of a key, each with its condition.</summary>
    public V1List List(IReadOnlyList<V0Part> parts, Func<V0Part, V1Value?>? convert = null)
    {
        var list = new V1List();
        foreach (var part in parts)
        {
            foreach (var item in source.Items(part).SelectMany(Choices))
            {
                if (item.IsNull || (convert ?? (one => Scalar(one)))(item) is not { } value)
                    continue;
                var condition = part.Condition is null || part.Condition == item.Condition ? item.Condition
                    : item.Condition is null ? part.Condition : $"({part.Condition}) and ({item.Condition})";
                list.Add(value, condition, item.Comments, item.Trailing);
            }
        }
        return list;
    }

    // A text with lines that selectors choose is as many texts as there are choices, each under its condition.
    private IEnumerable<V0Part> Choices(V0Part item)
    {
        if (item.Node is not ScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded } node)
            return [item];
        List<string?> conditions = [.. source.Raw(node).Split('\n').Skip(1).Select(line => SelectorComment.Of(line)).OfType<SelectorComment>()
            .Select(selector => source.Condition(selector.Condition, item.Line)).Distinct()];
        if (conditions.Count is 0 or > MostChoices || conditions.Contains(null))
            return [item];
        var known = conditions.OfType<string>().ToList();
        var choices = new List<V0Part>();
        for (var choice = (1 << known.Count) - 1; choice >= 0; choice--)
        {
            var holding = known.Where((_, at) => (choice >> (known.Count - 1 - at) & 1) == 1).ToList();
            // Of a condition and its opposite exactly one holds.
            if (known.Any(condition => known.Contains(Opposite(condition)) && holding.Contains(condition) == holding.Contains(Opposite(condition))))
                continue;
            var all = known.Select(condition => holding.Contains(condition) ? condition : Opposite(condition)).Distinct();
            choices.Add(item with { Chosen = holding, Condition = string.Join(" and ", all.Prepend(item.Condition).OfType<string>().Select(Wrapped)) });
        }
        return choices;
    }

    private static string Opposite(string condition) =>
        condition.StartsWith("not ", StringComparison.Ordinal) && IsWord(condition[4..]) ? condition[4..] : IsWord(condition) ? $"not {condition}" : $"not ({condition})";

    private static string Wrapped(string condition) => condition.Contains(" or ", StringComparison.Ordinal) && !condition.StartsWith("not (", StringComparison.Ordinal) ? $"({condition})" : condition;

    private static bool IsWord(string text) => text.All(c => char.IsLetterOrDigit(c) || c == '_');

    /// <summary>Any value as it is, with its expressions converted; for <c>extra</c>.</summary>
    public V1Value? Any(V0Part part)
    {
        switch (part.Node)
        {
            case MappingNode { Entries.Count: 0 }:
                return V1Value.Scalar("{}");
            case SequenceNode { Items.Count: 0 }:
                return V1Value.Scalar("[]");
            case MappingNode:
                var map = new V1Map();
                foreach (var entry in source.Entries(part.Node))
                {
                    if (Any(entry) is { } value)
                        map.Add(ScalarText.Of(entry.Key!), value, entry.Comments, entry.Trailing);
                }
                return map.ToValue();
            case SequenceNode:
                return List([part with { Condition = null }], Any).ToValue();
            default:
                return part.IsNull ? null : Scalar(part);
        }
    }

    private V1Value Block(V0Part part, string raw, ScalarStyle style, bool inScript)
    {
        var lines = raw.Split('\n').Select(line => line.TrimEnd()).ToList();
        var header = lines[0].Trim();
        var content = lines.Skip(1).ToList();
        var indent = content.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        if (part.Chosen is { } chosen)
            content = [.. content.Where(line => IsChosen(line, chosen, part.Line)).Select(line => SelectorComment.Of(line) is { } selector ? line[..selector.ContentLength] : line)];
        else if (content.Any(line => SelectorComment.Of(line) is not null))
            source.Lost(part.Line, "lines of a text chosen by selectors cannot be carried", "make the text a list");
        while (content.Count > 0 && content[^1].Length == 0)
            content.RemoveAt(content.Count - 1);
        header = header.Split(' ')[0];
        return new(header.Trim('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'), [.. content.Select(line => TextConversion.Convert(line.Length == 0 ? line : line[indent..], style, inScript))]);
    }

    private bool IsChosen(string line, IReadOnlyList<string> chosen, int at) =>
        SelectorComment.Of(line) is not { } selector || source.Condition(selector.Condition, at) is { } condition && chosen.Contains(condition);

    // A plain value that was quiet in meta.yaml may mean something in YAML once its expressions are real text.
    private static bool NeedsQuotes(string text) =>
        text.StartsWith("${{", StringComparison.Ordinal) ? ScalarText.Of(text) != text : text.Contains(": ", StringComparison.Ordinal) || text.Contains(" #", StringComparison.Ordinal);
}
