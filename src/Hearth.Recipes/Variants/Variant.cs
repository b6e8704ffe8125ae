using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.Variants;

/// <summary>One choice of a value for each of some keys, sorted by key. Equal if all keys and values are, kinds included.</summary>
public sealed class Variant : IReadOnlyCollection<KeyValuePair<string, JinjaValue>>, IEquatable<Variant>
{
    private readonly SortedDictionary<string, JinjaValue> _values;
    private string? _json;

    public Variant(IEnumerable<KeyValuePair<string, JinjaValue>> values)
    {
        _values = new SortedDictionary<string, JinjaValue>(StringComparer.Ordinal);
        foreach (var (key, value) in values)
            _values[key] = value;
    }

    public static Variant Empty { get; } = new([]);

    public int Count => _values.Count;

    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>The text of a value; null if the key is absent.</summary>
    public string? this[string key] => _values.TryGetValue(key, out var value) ? value.ToText(JinjaDialect.V1) : null;

    public bool TryGet(string key, [NotNullWhen(true)] out JinjaValue? value) => _values.TryGetValue(key, out value);

    public Variant With(string key, JinjaValue value) => new(_values.Append(KeyValuePair.Create(key, value)));

    public IEnumerator<KeyValuePair<string, JinjaValue>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(Variant? other) => other is not null && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Variant);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>
    /// The JSON that build hashes are made of: keys sorted, <c>", "</c> and <c>": "</c> between, other characters than ASCII escaped,
    /// as Python's json writes it.
    /// </summary>
    public override string ToString() => _json ??= Write();

    private string Write()
    {
        var json = new StringBuilder("{");
        foreach (var (key, value) in _values)
        {
            if (json.Length > 1)
                json.Append(", ");
            AppendText(json, key);
            json.Append(": ");
            Append(json, value);
        }
        return json.Append('}').ToString();
    }

    private static void Append(StringBuilder json, JinjaValue value)
    {
        switch (value.Kind)
        {
            case JinjaKind.Null or JinjaKind.Undefined:
                json.Append("null");
                break;
            case JinjaKind.Boolean:
                json.Append(value.IsTrue ? "true" : "false");
                break;
            case JinjaKind.Integer or JinjaKind.Float:
                json.Append(value.ToText(JinjaDialect.V1));
                break;
            case JinjaKind.List:
                json.Append('[');
                for (var i = 0; i < value.AsList.Count; i++)
                {
                    if (i > 0)
                        json.Append(", ");
                    Append(json, value.AsList[i]);
                }
                json.Append(']');
                break;
            default:
                AppendText(json, value.ToText(JinjaDialect.V1));
                break;
        }
    }

    private static void AppendText(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                < ' ' or > '~' => json.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => json.Append(c),
            };
        }
        json.Append('"');
    }
}
