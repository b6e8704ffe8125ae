namespace Hearth.Recipes.Conversion;

/// <summary>Writes a map; empty values are left out, and keys with dots are nested.</summary>
internal sealed class V1Map
{
    private readonly List<(IReadOnlyList<string> Comments, string Key, V1Value? Value, V1Map? Inner, string? Trailing)> _entries = [];

    public bool IsEmpty => _entries.All(entry => entry.Inner?.IsEmpty ?? entry.Value!.IsEmpty);

    public bool Has(string key) => _entries.Any(entry => entry.Key == key);

    /// <summary>What a key holds; null if it is absent.</summary>
    public V1Value? Value(string key)
    {
        var entry = _entries.FirstOrDefault(entry => entry.Key == key);
        return entry.Value ?? entry.Inner?.ToValue();
    }

    public void Remove(string key) => _entries.RemoveAll(entry => entry.Key == key);

    public void Add(string key, V1Value value, IReadOnlyList<string>? comments = null, string? trailing = null)
    {
        if (value.IsEmpty)
            return;
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0)
        {
            Inner(key[..dot]).Add(key[(dot + 1)..], value, comments, trailing);
            return;
        }
        var place = _entries.FindIndex(entry => entry.Key == key);
        if (place >= 0)
            _entries[place] = (comments ?? [], key, value, null, trailing);
        else
            _entries.Add((comments ?? [], key, value, null, trailing));
    }

    public V1Map Inner(string key)
    {
        var known = _entries.FirstOrDefault(entry => entry.Key == key).Inner;
        if (known is not null)
            return known;
        var inner = new V1Map();
        _entries.Add(([], key, null, inner, null));
        return inner;
    }

    /// <summary>Puts the entries into the given order; others stay behind them.</summary>
    public V1Map Ordered(params IReadOnlyList<string> keys)
    {
        var list = keys.ToList();
        var ordered = _entries.OrderBy(entry => list.IndexOf(entry.Key) is >= 0 and var place ? place : int.MaxValue).ToList();
        _entries.Clear();
        _entries.AddRange(ordered);
        return this;
    }

    public V1Value ToValue(bool spaced = false)
    {
        List<string> lines = [];
        foreach (var (comments, key, value, inner, trailing) in _entries)
        {
            var content = value ?? inner!.ToValue();
            if (content.IsEmpty)
                continue;
            if (spaced && lines.Count > 0)
                lines.Add("");
            lines.AddRange(comments.Select(comment => $"# {comment}"));
            lines.AddRange(content.Under(key, trailing));
        }
        return V1Value.Block(lines);
    }
}
