using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Hearth.Recipes.Jinja;

/// <summary>The names that an expression can use, with their values. Immutable.</summary>
public sealed class JinjaScope
{
    private readonly ImmutableDictionary<string, JinjaValue> _values;

    private JinjaScope(ImmutableDictionary<string, JinjaValue> values) => _values = values;

    public static JinjaScope Empty { get; } = new(ImmutableDictionary.Create<string, JinjaValue>(StringComparer.Ordinal));

    public IEnumerable<string> Names => _values.Keys.Order(StringComparer.Ordinal);

    public JinjaScope With(string name, JinjaValue value) => new(_values.SetItem(name, value));

    public JinjaScope With(string name, JinjaFunction function) => With(name, JinjaValue.Callable(name, function));

    public JinjaScope With(IEnumerable<KeyValuePair<string, JinjaValue>> values) => new(_values.SetItems(values));

    public bool TryGet(string name, [NotNullWhen(true)] out JinjaValue? value) => _values.TryGetValue(name, out value);
}
