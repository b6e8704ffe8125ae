using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Hearth.Recipes.Jinja;

/// <summary>An immutable map of values that keeps the order of its keys.</summary>
public sealed class JinjaMap : IReadOnlyCollection<KeyValuePair<JinjaValue, JinjaValue>>
{
    private readonly List<KeyValuePair<JinjaValue, JinjaValue>> _entries = [];
    private readonly Dictionary<JinjaValue, int> _places = [];

    /// <param name="entries">A later entry replaces the value of an earlier one with the same key.</param>
    public JinjaMap(IEnumerable<KeyValuePair<JinjaValue, JinjaValue>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach (var entry in entries)
        {
            if (_places.TryAdd(entry.Key, _entries.Count))
                _entries.Add(entry);
            else
                _entries[_places[entry.Key]] = entry;
        }
    }

    public static JinjaMap Empty { get; } = new([]);

    public int Count => _entries.Count;

    public IEnumerable<JinjaValue> Keys => _entries.Select(entry => entry.Key);

    public IEnumerable<JinjaValue> Values => _entries.Select(entry => entry.Value);

    public bool TryGet(JinjaValue key, [NotNullWhen(true)] out JinjaValue? value)
    {
        value = _places.TryGetValue(key, out var place) ? _entries[place].Value : null;
        return value is not null;
    }

    public IEnumerator<KeyValuePair<JinjaValue, JinjaValue>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
