namespace Hearth.Recipes.Jinja;

/// <summary>
/// A value in an expression. Immutable, and bounded: a value and all within it weigh at most <see cref="MaxWeight"/> and
/// nest at most <see cref="MaxDepth"/> deep, so printing and comparing it always ends. Equality is Python's: 1, 1.0 and true are equal.
/// </summary>
public sealed partial class JinjaValue : IEquatable<JinjaValue>
{
    /// <summary>Characters and elements that a value may hold, shared parts counted each time.</summary>
    public const long MaxWeight = 1_000_000;

    /// <summary>How deep lists and maps may nest.</summary>
    public const int MaxDepth = 64;

    private readonly object? _content;
    private readonly long _bits;
    private readonly int _depth;

    private JinjaValue(JinjaKind kind, object? content = null, long bits = 0, long weight = 1, int depth = 0)
    {
        Kind = kind;
        _content = content;
        _bits = bits;
        Weight = weight;
        _depth = depth;
        if (weight > MaxWeight)
            throw new JinjaException(JinjaDiagnostics.TooMuch, $"makes a value of more than {MaxWeight} characters and elements");
        if (depth > MaxDepth)
            throw new JinjaException(JinjaDiagnostics.TooMuch, $"makes a value nested more than {MaxDepth} deep");
    }

    public static JinjaValue Null { get; } = new(JinjaKind.Null);

    public static JinjaValue True { get; } = new(JinjaKind.Boolean, bits: 1);

    public static JinjaValue False { get; } = new(JinjaKind.Boolean);

    /// <summary>What a conditional without <c>else</c> yields: undefined, and nobody's mistake, so it prints as nothing everywhere.</summary>
    public static JinjaValue Nothing { get; } = new(JinjaKind.Undefined);

    public JinjaKind Kind { get; }

    /// <summary>Characters and elements, this value's and its parts'.</summary>
    public long Weight { get; }

    /// <summary>The truth of a value as Python has it: empty, zero and none are false.</summary>
    public bool IsTrue => Kind switch
    {
        JinjaKind.Undefined or JinjaKind.Null => false,
        JinjaKind.Float => AsFloat != 0,
        JinjaKind.Text => AsText.Length > 0,
        JinjaKind.List => AsList.Count > 0,
        JinjaKind.Map => AsMap.Count > 0,
        JinjaKind.Callable => true,
        _ => _bits != 0,
    };

    public bool IsNumber => Kind is JinjaKind.Integer or JinjaKind.Float or JinjaKind.Boolean;

    public string AsText => (string)_content!;

    /// <summary>The value of an integer or a Boolean.</summary>
    public long AsInteger => _bits;

    /// <summary>The value of any number.</summary>
    public double AsFloat => Kind == JinjaKind.Float ? BitConverter.Int64BitsToDouble(_bits) : _bits;

    public IReadOnlyList<JinjaValue> AsList => (IReadOnlyList<JinjaValue>)_content!;

    public JinjaMap AsMap => (JinjaMap)_content!;

    public JinjaFunction AsFunction => (JinjaFunction)_content!;

    /// <summary>What an undefined value would have been: the name that has no value. Null for <see cref="Nothing"/>.</summary>
    public string? Missing => Kind == JinjaKind.Undefined ? (string?)_content : null;

    /// <param name="missing">The name that has no value, for messages.</param>
    public static JinjaValue Undefined(string missing) => new(JinjaKind.Undefined, missing);

    public static JinjaValue Of(bool value) => value ? True : False;

    public static JinjaValue Of(long value) => new(JinjaKind.Integer, bits: value);

    public static JinjaValue Of(double value) => new(JinjaKind.Float, bits: BitConverter.DoubleToInt64Bits(value));

    public static JinjaValue Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(JinjaKind.Text, value, weight: value.Length + 1);
    }

    public static JinjaValue List(params IReadOnlyList<JinjaValue> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        long weight = 1;
        var depth = 0;
        foreach (var item in items)
        {
            weight += item.Weight;
            depth = Math.Max(depth, item._depth);
        }
        return new(JinjaKind.List, items, weight: weight, depth: depth + 1);
    }

    public static JinjaValue Texts(params IEnumerable<string> items) => List([.. items.Select(Of)]);

    public static JinjaValue Map(JinjaMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        long weight = 1;
        var depth = 0;
        foreach (var (key, value) in map)
        {
            weight += key.Weight + value.Weight;
            depth = Math.Max(depth, Math.Max(key._depth, value._depth));
        }
        return new(JinjaKind.Map, map, weight: weight, depth: depth + 1);
    }

    public static JinjaValue Map(IEnumerable<KeyValuePair<string, JinjaValue>> entries) =>
        Map(new JinjaMap(entries.Select(entry => KeyValuePair.Create(Of(entry.Key), entry.Value))));

    /// <param name="name">The name that messages use.</param>
    /// <param name="function">What is called.</param>
    public static JinjaValue Callable(string name, JinjaFunction function) => new(JinjaKind.Callable, function, weight: name.Length);

    public bool Equals(JinjaValue? other)
    {
        if (other is null || ReferenceEquals(this, other))
            return other is not null;
        if (IsNumber && other.IsNumber)
            return Kind == JinjaKind.Float || other.Kind == JinjaKind.Float ? AsFloat.Equals(other.AsFloat) : _bits == other._bits;
        if (Kind != other.Kind)
            return false;
        return Kind switch
        {
            JinjaKind.Text => string.Equals(AsText, other.AsText, StringComparison.Ordinal),
            JinjaKind.List => AsList.SequenceEqual(other.AsList),
            JinjaKind.Map => AsMap.Count == other.AsMap.Count
                && AsMap.All(entry => other.AsMap.TryGet(entry.Key, out var value) && value.Equals(entry.Value)),
            JinjaKind.Callable => ReferenceEquals(_content, other._content),
            _ => true,
        };
    }

    public override bool Equals(object? obj) => Equals(obj as JinjaValue);

    public override int GetHashCode() => Kind switch
    {
        JinjaKind.Boolean or JinjaKind.Integer or JinjaKind.Float => AsFloat.GetHashCode(),
        JinjaKind.Text => AsText.GetHashCode(StringComparison.Ordinal),
        JinjaKind.List => AsList.Aggregate(AsList.Count, (hash, item) => HashCode.Combine(hash, item)),
        JinjaKind.Map => AsMap.Count,
        _ => (int)Kind,
    };

    /// <summary>What kind of value this is, for messages: <c>a text</c>, <c>a list</c>.</summary>
    public string Describe() => Kind switch
    {
        JinjaKind.Undefined => Missing is null ? "nothing" : $"undefined ('{Missing}' has no value)",
        JinjaKind.Null => "none",
        JinjaKind.Boolean => "a Boolean",
        JinjaKind.Integer => "a whole number",
        JinjaKind.Float => "a number",
        JinjaKind.Text => "a text",
        JinjaKind.List => "a list",
        JinjaKind.Map => "a map",
        _ => "a function",
    };
}
