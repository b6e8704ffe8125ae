using Hearth.Recipes.Jinja;
using Hearth.Recipes.MetaYaml;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Conversion;

/// <summary>Turns <c>{% set %}</c> into the section <c>context</c>.</summary>
internal sealed class ContextConversion(V0Source source)
{
    private readonly List<(string Name, JinjaNode Value, bool Conditional, int Line)> _values = [];
    private readonly Dictionary<string, V1Value> _added = new(StringComparer.Ordinal);

    public void Read()
    {
        foreach (var line in source.Lines)
        {
            var text = line.Text.Trim().TrimStart('#', ' ');
            // Of a commented statement Jinja runs what stands in it.
            for (var open = text.IndexOf("{%", StringComparison.Ordinal); open >= 0; open = text.IndexOf("{%", open + 2, StringComparison.Ordinal))
            {
                var end = text.IndexOf("%}", open + 2, StringComparison.Ordinal);
                if (end < 0)
                    break;
                var inner = text[(open + 2)..end].Trim('-', '+', ' ', '\t');
                if (inner.StartsWith("set ", StringComparison.Ordinal))
                    ReadSet(inner[4..], line);
            }
        }
    }

    /// <summary>The text that a name always has; null if there is no such.</summary>
    public string? Literal(string name) =>
        _values.FirstOrDefault(value => value.Name == name).Value is JinjaNode.Constant { Value: { Kind: JinjaKind.Text } text } ? text.AsText : null;

    /// <summary>Whether a name has a value here.</summary>
    public bool Has(string name) => _added.ContainsKey(name) || _values.Any(value => value.Name == name);

    /// <summary>Adds a value that meta.yaml had elsewhere.</summary>
    public void Add(string name, V1Value value) => _added[name] = value;

    public V1Value ToValue()
    {
        var map = new V1Map();
        foreach (var (name, value, _, line) in _values)
        {
            if (Spelled(value) is { } text)
                map.Add(name, text);
            else
                source.Lost(line, $"'{name}' is neither a single value nor a list of such");
        }
        foreach (var (name, value) in _added)
            map.Add(name, value);
        return map.ToValue();
    }

    private void ReadSet(string set, TemplateLine line)
    {
        var equals = set.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            source.Lost(line.Source, "a '{% set %}' with a body has no counterpart");
            return;
        }
        var names = set[..equals].Split(',', StringSplitOptions.TrimEntries);
        try
        {
            var value = ExpressionConversion.Convert(set[(equals + 1)..]);
            var condition = SelectorComment.Of(line.Text) is { } selector ? ExpressionConversion.Convert(selector.Condition) : null;
            if (names.Length == 1)
                Set(names[0], value, condition, line.Source);
            else if (value is JinjaNode.Sequence list && list.Items.Count == names.Length)
                for (var i = 0; i < names.Length; i++)
                    Set(names[i], list.Items[i], condition, line.Source);
            else
                for (var i = 0; i < names.Length; i++)
                    Set(names[i], new JinjaNode.Item(0, value, new JinjaNode.Constant(0, JinjaValue.Of(i))), condition, line.Source);
        }
        catch (JinjaException wrong)
        {
            source.Lost(line.Source, $"'{set[..equals].Trim()}' cannot be carried: {wrong.Message}", wrong.Error.Hint);
        }
    }

    private void Set(string name, JinjaNode value, JinjaNode? condition, int line)
    {
        var place = _values.FindIndex(known => known.Name == name);
        var before = place < 0 ? null : _values[place].Value;
        // 'version is not defined' guards a value that may come from the variants, or from above.
        if (condition is JinjaNode.Test { Id: "defined", Negated: true, Target: JinjaNode.Name { Id: var guarded } } && guarded == name)
        {
            if (before is not null)
                return;
            (value, condition) = (new JinjaNode.Filter(0, new JinjaNode.Name(0, name), "default", new([value], [])), null);
        }
        if (before is not null && JinjaNames.In(value).Contains(name))
        {
            // recipe.yaml sets a name once; the earlier value gets a name of its own.
            var earlierName = RenameBefore(name, place);
            value = Renamed(value, name, earlierName);
            before = new JinjaNode.Name(0, earlierName);
            place = -1;
        }
        if (condition is not null)
        {
            // The value before holds where the condition does not.
            value = before is JinjaNode.Conditional { Else: null } earlier
                ? Chain(earlier, new JinjaNode.Conditional(0, value, condition, null))
                : new JinjaNode.Conditional(0, value, condition, before);
        }
        if (place >= 0)
            _values.RemoveAt(place);
        var entry = (name, value, condition is not null, line);
        if (place >= 0 && JinjaNames.In(value).All(used => _values.FindIndex(known => known.Name == used) < place))
            _values.Insert(place, entry);
        else
            _values.Add(entry);
    }

    private string RenameBefore(string name, int place)
    {
        var number = 1;
        while (Has($"{name}_{number}"))
            number++;
        var earlierName = $"{name}_{number}";
        _values[place] = _values[place] with { Name = earlierName };
        for (var i = place + 1; i < _values.Count; i++)
            _values[i] = _values[i] with { Value = Renamed(_values[i].Value, name, earlierName) };
        return earlierName;
    }

    private static JinjaNode Renamed(JinjaNode value, string name, string other) =>
        JinjaRewriter.Rewrite(value, node => node is JinjaNode.Name { Id: var id } found && id == name ? found with { Id = other } : node);

    private static JinjaNode.Conditional Chain(JinjaNode.Conditional first, JinjaNode.Conditional last) =>
        first with { Else = first.Else is JinjaNode.Conditional inner ? Chain(inner, last) : last };

    private static V1Value? Spelled(JinjaNode value)
    {
        switch (value)
        {
            case JinjaNode.Constant { Value.Kind: JinjaKind.Text } text:
                return V1Value.Scalar(text.Value.AsText.Length == 0 ? "\"\"" : ScalarText.Of(text.Value.AsText));
            case JinjaNode.Constant { Value.Kind: JinjaKind.Null }:
                return V1Value.Scalar("\"\"");
            case JinjaNode.Constant constant:
                return V1Value.Scalar(constant.Value.ToText(JinjaDialect.V1));
            case JinjaNode.Mapping:
                return null;
            case JinjaNode.Sequence { Items.Count: 0 }:
                return V1Value.Scalar("[]");
            case JinjaNode.Sequence list:
                var items = new V1List();
                foreach (var item in list.Items)
                {
                    if (item is JinjaNode.Sequence || Spelled(item) is not { } spelled)
                        return null;
                    items.Add(spelled);
                }
                return items.ToValue();
            default:
                return V1Value.Scalar(ScalarText.Of($"${{{{ {JinjaWriter.Write(ExpressionConversion.WithoutComplements(value))} }}}}"));
        }
    }
}
