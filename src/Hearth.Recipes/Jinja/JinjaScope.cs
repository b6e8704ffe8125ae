using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Hearth.Recipes.Jinja;

/// <summary>The names that an expression can use, with their values. Immutable.</summary>
public sealed class JinjaScope
{
    private readonly ImmutableDictionary<string, JinjaValue> _values;
    private readonly Action<string>? _asked;

    private JinjaScope(ImmutableDictionary<string, JinjaValue> values, Action<string>? asked) => (_values, _asked) = (values, asked);

    public static JinjaScope Empty { get; } = new(ImmutableDictionary.Create<string, JinjaValue>(StringComparer.Ordinal), null);

    public IEnumerable<string> Names => _values.Keys.Order(StringComparer.Ordinal);

    public JinjaScope With(string name, JinjaValue value) => new(_values.SetItem(name, value), _asked);

    public JinjaScope With(string name, JinjaFunction function) => With(name, JinjaValue.Callable(name, function));

    public JinjaScope With(IEnumerable<KeyValuePair<string, JinjaValue>> values) => new(_values.SetItems(values), _asked);

    /// <summary>The same names; each that an evaluation asks for is told, with or without a value.</summary>
    public JinjaScope Observed(Action<string> asked) => new(_values, asked);

    public bool TryGet(string name, [NotNullWhen(true)] out JinjaValue? value)
    {
        _asked?.Invoke(name);
        return _values.TryGetValue(name, out value);
    }
}
