using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.Conversion;

/// <summary>
/// Carries tables, which the context of recipe.yaml cannot hold: of <c>{% set t = {"1": {"url": "a"}, "2": {"url": "b"}} %}</c> each column
/// that is asked for, as <c>t[v]["url"]</c>, becomes a value <c>t_url</c>, which is <c>{"1": "a", "2": "b"}[v]</c>.
/// </summary>
internal sealed class TableColumns
{
    private readonly Dictionary<string, JinjaNode.Mapping> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _columns = new(StringComparer.Ordinal);

    /// <summary>Takes the table that a name stands for; false if the value is none.</summary>
    public bool Take(string name, JinjaNode value)
    {
        if (value is not JinjaNode.Mapping { Entries.Count: > 0 } table || table.Entries.Any(row => row.Key is not JinjaNode.Constant))
            return false;
        _tables[name] = table;
        return true;
    }

    /// <summary>A line with names of columns for what it asks of tables, behind the statements that set those that no earlier line had.</summary>
    public (string Line, IReadOnlyList<string> Sets) Rewrite(string line)
    {
        if (_tables.Count == 0)
            return (line, []);
        List<string> sets = [];
        var rewritten = LineExpressions.Replace(line, text => Replaced(text, sets) is { } node ? $"{{{{ {JinjaWriter.Write(node)} }}}}" : null, text => Replaced(text, sets), sets: true);
        return (rewritten, sets);
    }

    /// <summary>The table that a line still names; null if there is none.</summary>
    public string? LeftIn(string line)
    {
        string? left = null;
        if (_tables.Count > 0)
            LineExpressions.Replace(line, text => Note(text) ? null : null, text => Note(text) ? null : null, sets: true);
        return left;

        bool Note(string text) => JinjaExpression.TryParse(text, out var parsed, out _) && (left ??= parsed.Names.FirstOrDefault(_tables.ContainsKey)) is not null;
    }

    private JinjaNode? Replaced(string text, List<string> sets) =>
        JinjaExpression.TryParse(text, out var parsed, out _) && parsed.Names.Any(_tables.ContainsKey)
            ? Outermost(parsed.Root, node => Column(node, sets))
            : null;

    // What the whole chain of keys asks for, before its parts are looked at.
    private static JinjaNode Outermost(JinjaNode node, Func<JinjaNode, JinjaNode?> replace)
    {
        if (replace(node) is { } whole)
            return whole;
        return node switch
        {
            JinjaNode.Comparison comparison => comparison with
            {
                First = Outermost(comparison.First, replace),
                Rest = [.. comparison.Rest.Select(part => KeyValuePair.Create(part.Key, Outermost(part.Value, replace)))],
            },
            JinjaNode.Binary binary => binary with { Left = Outermost(binary.Left, replace), Right = Outermost(binary.Right, replace) },
            JinjaNode.Not not => not with { Operand = Outermost(not.Operand, replace) },
            JinjaNode.Filter filter => filter with { Target = Outermost(filter.Target, replace) },
            JinjaNode.Attribute member => member with { Target = Outermost(member.Target, replace) },
            JinjaNode.Item item => item with { Target = Outermost(item.Target, replace) },
            JinjaNode.Slice slice => slice with { Target = Outermost(slice.Target, replace) },
            JinjaNode.Call call => call with { Target = Outermost(call.Target, replace) },
            JinjaNode.Conditional choice => choice with
            {
                Then = Outermost(choice.Then, replace),
                Condition = Outermost(choice.Condition, replace),
                Else = choice.Else is { } other ? Outermost(other, replace) : null,
            },
            _ => node,
        };
    }

    private JinjaNode? Column(JinjaNode node, List<string> sets)
    {
        switch (node)
        {
            case JinjaNode.Comparison { First: JinjaNode.Constant sought, Rest: [{ Key: JinjaOperator.In } only] } when Path(only.Value) is { } row:
                return Named(row, $"has_{Word(sought)}", cell => new JinjaNode.Constant(0, JinjaValue.Of((cell as JinjaNode.Mapping)?.Entries.Any(entry => Same(entry.Key, sought)) == true)), sets);
            case JinjaNode.Call { Target: JinjaNode.Attribute { Id: "get", Target: var asked }, Arguments: { Positional: { Count: 1 or 2 } given, Named.Count: 0 } } when given[0] is JinjaNode.Constant key && Path(asked) is { } row:
                return Named(row, Word(key), cell => Cell(cell, key) ?? given.ElementAtOrDefault(1), sets);
            default:
                return Path(node) is { } path ? Named(path, "", cell => cell is JinjaNode.Mapping ? null : cell, sets) : null;
        }
    }

    // A name for the column that a path leads to; what the path finds in a row is looked at once more.
    private JinjaNode Named((string Table, JinjaNode Key, IReadOnlyList<JinjaNode> Keys) path, string last, Func<JinjaNode?, JinjaNode?> look, List<string> sets)
    {
        var rows = _tables[path.Table].Entries.Select(row => KeyValuePair.Create(row.Key, look(path.Keys.Aggregate((JinjaNode?)row.Value, Cell)))).ToList();
        List<KeyValuePair<JinjaNode, JinjaNode>> known = [.. rows.Where(row => row.Value is not null).Select(row => KeyValuePair.Create(row.Key, row.Value!))];
        var empty = new JinjaNode.Constant(0, JinjaValue.Of(""));
        if (path.Key is JinjaNode.Constant)
            return known.FirstOrDefault(row => Same(row.Key, path.Key)).Value ?? empty;
        JinjaNode column = new JinjaNode.Item(0, new JinjaNode.Mapping(0, known), path.Key);
        // A cell that is not there is nothing in a text.
        if (known.Count < rows.Count)
            column = known.Count == 0 ? empty : new JinjaNode.Filter(0, column, "default", new([empty], []));
        var text = JinjaWriter.Write(column);
        if (!_columns.TryGetValue($"{path.Table} {text}", out var name))
        {
            var words = path.Keys.Select(Word).Append(last).Where(word => word.Length > 0).DefaultIfEmpty(Word(path.Key));
            name = Free($"{path.Table}_{string.Join('_', words)}");
            _columns[$"{path.Table} {text}"] = name;
            sets.Add($"{{% set {name} = {text} %}}");
        }
        return new JinjaNode.Name(0, name);
    }

    private string Free(string name)
    {
        var free = name;
        for (var number = 2; _columns.ContainsValue(free) || _tables.ContainsKey(free); number++)
            free = $"{name}_{number}";
        return free;
    }

    // Of 't[key]["a"].b': the table, its first key, and the constant keys behind it.
    private (string Table, JinjaNode Key, IReadOnlyList<JinjaNode> Keys)? Path(JinjaNode node)
    {
        List<JinjaNode> keys = [];
        while (true)
        {
            switch (node)
            {
                case JinjaNode.Item { Target: JinjaNode.Name { Id: var table } } first when _tables.ContainsKey(table):
                    keys.Reverse();
                    return (table, first.Key, keys);
                case JinjaNode.Item { Key: JinjaNode.Constant } item:
                    keys.Add(item.Key);
                    node = item.Target;
                    break;
                case JinjaNode.Attribute { Id: not ("get" or "keys" or "values" or "items") } member:
                    keys.Add(new JinjaNode.Constant(0, JinjaValue.Of(member.Id)));
                    node = member.Target;
                    break;
                default:
                    return null;
            }
        }
    }

    private static JinjaNode? Cell(JinjaNode? row, JinjaNode key) => (row as JinjaNode.Mapping)?.Entries.FirstOrDefault(entry => Same(entry.Key, key)).Value;

    private static bool Same(JinjaNode one, JinjaNode other) => one is JinjaNode.Constant left && other is JinjaNode.Constant right && left.Value.Equals(right.Value);

    // A key as a part of a name.
    private static string Word(JinjaNode key)
    {
        var text = key is JinjaNode.Constant constant ? constant.Value.ToText(JinjaDialect.V0) : key is JinjaNode.Name name ? name.Id : "value";
        return new([.. text.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]);
    }
}
