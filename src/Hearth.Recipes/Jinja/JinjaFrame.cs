namespace Hearth.Recipes.Jinja;

/// <summary>Names set while a template is rendered; what a frame does not have it asks the one around it.</summary>
internal sealed class JinjaFrame(JinjaFrame? around, JinjaScope scope)
{
    private readonly Dictionary<string, JinjaValue> _values = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, JinjaValue>> Values => _values;

    public JinjaFrame Inner() => new(this, scope);

    public void Set(string name, JinjaValue value) => _values[name] = value;

    public JinjaValue? Find(string name)
    {
        for (var frame = this; frame is not null; frame = frame.Around)
        {
            if (frame._values.TryGetValue(name, out var value))
                return value;
        }
        return scope.TryGet(name, out var given) ? given : null;
    }

    /// <summary>Replaces a value where it was set, for <c>set ns.member</c>.</summary>
    public void Replace(string name, JinjaValue value)
    {
        var frame = this;
        while (frame.Around is not null && !frame._values.ContainsKey(name))
            frame = frame.Around;
        frame._values[name] = value;
    }

    private JinjaFrame? Around => around;
}
