using System.Text;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.MetaYaml;

namespace Hearth.Recipes.Conversion;

/// <summary>
/// Takes the statements out of a meta.yaml that give it its structure: lines within <c>{% if %}</c> get selectors, loops are written out.
/// What is left are selectors, <c>{% set %}</c> and expressions.
/// </summary>
internal sealed class StatementUnfolding(string? file, List<Diagnostic> problems)
{
    private const int MostLines = 20_000;
    private const int MaxDepth = 40;

    private readonly List<TemplateLine> _result = [];
    private readonly TableColumns _tables = new();
    private readonly Dictionary<string, JinjaNode> _computed = new(StringComparer.Ordinal);
    private JinjaScope _constants = JinjaScope.Empty;
    private int _turns;
    private int _depth;

    public IReadOnlyList<TemplateLine> Unfold(string text)
    {
        Run(Joined(text), null);
        return _result;
    }

    // Statements that go over several lines become one.
    private static List<TemplateLine> Joined(string text)
    {
        List<TemplateLine> lines = [];
        var number = 0;
        StringBuilder? open = null;
        var opened = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (open is null && (line.LastIndexOf("{%", StringComparison.Ordinal) > line.LastIndexOf("%}", StringComparison.Ordinal)
                || line.LastIndexOf("{#", StringComparison.Ordinal) > line.LastIndexOf("#}", StringComparison.Ordinal)))
            {
                (open, opened) = (new StringBuilder(line), number);
                continue;
            }
            if (open is null)
            {
                lines.Add(new(line, number));
                continue;
            }
            open.Append(' ').Append(line.Trim());
            if (!line.Contains("%}", StringComparison.Ordinal) && !line.Contains("#}", StringComparison.Ordinal))
                continue;
            lines.Add(new(open.ToString(), opened));
            open = null;
        }
        if (open is not null)
            lines.Add(new(open.ToString(), opened));
        return lines;
    }

    private void Run(List<TemplateLine> lines, JinjaNode? condition)
    {
        if (++_depth > MaxDepth)
            throw new JinjaException(JinjaDiagnostics.TooMuch, $"statements are nested more than {MaxDepth} deep");
        for (var i = 0; i < lines.Count; i++)
        {
            var (word, rest) = Statement(lines[i].Text);
            if (word == "set" && condition is null && TakeTable(rest))
                continue;
            if (word != "for")
                (word, rest) = Statement((lines[i] = WithoutTables(lines[i])).Text);
            switch (word)
            {
                case "if":
                    i = RunIf(lines, i, rest, condition);
                    break;
                case "for":
                    i = RunFor(lines, i, rest, condition);
                    break;
                case "macro" or "call" or "filter" or "import" or "from" or "include" or "block" or "raw":
                    Lost(lines[i], $"'{{% {word} %}}' has no counterpart");
                    i = word is "import" or "from" or "include" ? i : EndOf(lines, i, word);
                    break;
                case "set":
                    Remember(rest);
                    Add(lines[i], condition);
                    break;
                default:
                    Add(lines[i], condition);
                    break;
            }
        }
        _depth--;
    }

    private void Add(TemplateLine line, JinjaNode? condition)
    {
        if (_result.Count >= MostLines)
            return;
        var content = line.Text.AsSpan().Trim();
        if (condition is null || content.IsEmpty || content[0] == '#')
        {
            _result.Add(line);
            return;
        }
        var selector = SelectorComment.Of(line.Text);
        var all = selector is { } own && JinjaExpression.TryParse(own.Condition, out var expression, out _)
            ? new JinjaNode.Binary(0, JinjaOperator.And, condition, expression.Root)
            : condition;
        var text = selector is { } known ? line.Text[..known.ContentLength] : line.Text.TrimEnd();
        _result.Add(line with { Text = $"{text}  # [{JinjaWriter.Write(all)}]" });
    }

    private int RunIf(List<TemplateLine> lines, int start, string condition, JinjaNode? outer)
    {
        var end = EndOf(lines, start, "if");
        JinjaNode? before = null;
        var begin = start + 1;
        var current = Parsed(lines[start], condition);
        for (var i = start + 1; i <= end; i++)
        {
            var (word, rest) = Statement(lines[i].Text);
            if (word is "if" or "for" && i < end)
            {
                i = EndOf(lines, i, word);
                continue;
            }
            if (i != end && word is not ("elif" or "else"))
                continue;
            Run([.. lines.Skip(begin).Take(i - begin)], Both(outer, Both(before, current)));
            if (current is not null)
                before = Both(before, new JinjaNode.Not(0, current));
            current = word == "elif" ? Parsed(lines[i], rest) : null;
            begin = i + 1;
        }
        return end;
    }

    private int RunFor(List<TemplateLine> lines, int start, string header, JinjaNode? condition)
    {
        var end = EndOf(lines, start, "for");
        var depth = _depth;
        IReadOnlyList<TemplateLine> body = [.. lines.Skip(start + 1).Take(end - start - 1)];
        try
        {
            var parser = new JinjaExpressionParser(header);
            List<string> targets = [parser.TakeName()];
            while (parser.Skip(","))
                targets.Add(parser.TakeName());
            if (!parser.SkipWord("in"))
                throw parser.Wrong("'in' is expected");
            var elements = Elements(parser.Expressions(), condition, 0).ToList();
            for (var i = 0; i < elements.Count && _result.Count < MostLines && _turns < MostLines; i++, _turns++)
            {
                var names = Names(targets, elements[i].Element, i, elements.Count);
                Run([.. body.Select(line => line with { Text = Substituted(line.Text, names) })], elements[i].Condition);
            }
        }
        catch (JinjaException wrong)
        {
            _depth = depth;
            Lost(lines[start], $"the loop cannot be written out: {wrong.Message}");
        }
        return end;
    }

    // What a loop goes over; of a sum as in "['a'] + (win) * ['b']" some elements are there under a condition only.
    private IEnumerable<(JinjaValue Element, JinjaNode? Condition)> Elements(JinjaNode items, JinjaNode? condition, int depth)
    {
        if (depth > MaxDepth)
            throw new JinjaException(JinjaDiagnostics.TooMuch, "the list is made of too many others");
        switch (items)
        {
            case JinjaNode.Name name when _computed.TryGetValue(name.Id, out var known):
                return Elements(known, condition, depth + 1);
            case JinjaNode.Binary { Operator: JinjaOperator.Add } sum:
                return Elements(sum.Left, condition, depth + 1).Concat(Elements(sum.Right, condition, depth + 1));
            case JinjaNode.Binary { Operator: JinjaOperator.Multiply, Right: JinjaNode.Sequence } product when !IsConstant(product.Left):
                return Elements(product.Right, Both(condition, product.Left), depth + 1);
            default:
                var value = new JinjaEvaluator(name => _constants.TryGet(name, out var known) ? known : null, JinjaSettings.V1 with { Dialect = JinjaDialect.V0 }, new(JinjaLimits.Default)).RunDefined(items);
                var elements = JinjaSequences.Elements(value) ?? throw new JinjaException(JinjaDiagnostics.Failed, "the loop goes over no list");
                return elements.Select(element => (element, condition));
        }
    }

    private bool IsConstant(JinjaNode node) => JinjaNames.In(node).All(name => !_computed.ContainsKey(name) && _constants.TryGet(name, out _));

    private static Dictionary<string, JinjaValue> Names(List<string> targets, JinjaValue item, int at, int count)
    {
        Dictionary<string, JinjaValue> names = new(StringComparer.Ordinal);
        for (var i = 0; i < targets.Count; i++)
            names[targets[i]] = targets.Count == 1 ? item : item.Kind == JinjaKind.List && i < item.AsList.Count ? item.AsList[i] : JinjaValue.Undefined(targets[i]);
        names["loop"] = JinjaValue.Map(
        [
            new("index", JinjaValue.Of(at + 1)), new("index0", JinjaValue.Of(at)), new("first", JinjaValue.Of(at == 0)), new("last", JinjaValue.Of(at == count - 1)),
        ]);
        return names;
    }

    /// <summary>A line with the values of a loop's names in its expressions, statements and selectors.</summary>
    private string Substituted(string line, Dictionary<string, JinjaValue> names) =>
        LineExpressions.Replace(line, expression => Printed(expression, names), expression => Replaced(expression, names));

    private string? Printed(string expression, Dictionary<string, JinjaValue> names)
    {
        if (Replaced(expression, names) is not { } node)
            return null;
        if (JinjaNames.In(node).All(name => _constants.TryGet(name, out _)))
        {
            var evaluator = new JinjaEvaluator(name => _constants.TryGet(name, out var value) ? value : null, JinjaSettings.V0, new(JinjaLimits.Default));
            return evaluator.Run(node).ToText(JinjaDialect.V0);
        }
        return $"{{{{ {JinjaWriter.Write(node)} }}}}";
    }

    // Null if the expression uses none of the names.
    private static JinjaNode? Replaced(string expression, Dictionary<string, JinjaValue> names)
    {
        if (!JinjaExpression.TryParse(expression, out var parsed, out _) || !parsed.Names.Any(names.ContainsKey))
            return null;
        return JinjaRewriter.Rewrite(parsed.Root, node => node switch
        {
            JinjaNode.Name name when names.TryGetValue(name.Id, out var value) => new JinjaNode.Constant(name.At, value),
            JinjaNode.Attribute { Target: JinjaNode.Constant { Value.Kind: JinjaKind.Map } map } member when map.Value.AsMap.TryGet(JinjaValue.Of(member.Id), out var value) =>
                new JinjaNode.Constant(member.At, value),
            _ => node,
        });
    }

    private bool TakeTable(string set)
    {
        var equals = set.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || !JinjaExpression.TryParse(set[(equals + 1)..], out var expression, out _) || !_tables.Take(set[..equals].Trim(), expression.Root))
            return false;
        Remember(set);
        return true;
    }

    private TemplateLine WithoutTables(TemplateLine line)
    {
        var (text, sets) = _tables.Rewrite(line.Text);
        foreach (var set in sets)
            Add(line with { Text = set }, null);
        if (_tables.LeftIn(text) is { } table)
            Lost(line, $"'{table}' is a table, and all of it is used");
        return line with { Text = text };
    }

    private void Remember(string set)
    {
        var equals = set.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || !JinjaExpression.TryParse(set[(equals + 1)..], out var expression, out _))
            return;
        var name = set[..equals].Trim();
        if (IsConstant(expression.Root) && expression.TryEvaluate(_constants, JinjaSettings.V0, out var value, out _))
        {
            _constants = _constants.With(name, value);
            _computed.Remove(name);
        }
        else if (!expression.Names.Contains(name))
        {
            _computed[name] = expression.Root;
        }
    }

    private JinjaNode? Parsed(TemplateLine line, string condition)
    {
        if (JinjaExpression.TryParse(condition, out var expression, out var error))
            return expression.Root;
        Lost(line, $"the condition '{condition}' cannot be read: {error.Message}");
        return null;
    }

    private static JinjaNode? Both(JinjaNode? one, JinjaNode? other) =>
        one is null ? other : other is null ? one : new JinjaNode.Binary(0, JinjaOperator.And, one, other);

    private static int EndOf(List<TemplateLine> lines, int start, string word)
    {
        var depth = 0;
        for (var i = start; i < lines.Count; i++)
        {
            var found = Statement(lines[i].Text).Word;
            if (found == word)
                depth++;
            else if (found == "end" + word && --depth == 0)
                return i;
        }
        return lines.Count - 1;
    }

    /// <summary>The statement of a line that holds nothing else; an empty word if it holds none.</summary>
    private static (string Word, string Header) Statement(string line)
    {
        var text = line.AsSpan().Trim();
        if (text.StartsWith("#"))
            text = text.TrimStart("# ");
        if (!text.StartsWith("{%") || text.IndexOf("%}") is not (>= 2 and var end) || text[2..].IndexOf("{%") >= 0)
            return ("", "");
        var behind = text[(end + 2)..].Trim();
        if (!behind.IsEmpty && behind[0] != '#')
            return ("", "");
        var inner = text[2..end].Trim("-+ \t");
        var blank = inner.IndexOfAny(' ', '\t', '(');
        return blank < 0 ? (inner.ToString(), "") : (inner[..blank].ToString(), inner[blank..].Trim().ToString());
    }

    private void Lost(TemplateLine line, string message) =>
        problems.Add(ConversionDiagnostics.Lost.In(file, message, null, new(line.Source, 1)));
}
