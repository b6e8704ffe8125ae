namespace Hearth.Recipes.Conversion;

/// <summary>Writes a list whose items may have conditions; neighbours with one condition share it.</summary>
internal sealed class V1List
{
    private readonly List<(IReadOnlyList<string> Comments, string? Condition, V1Value Value, string? Trailing)> _items = [];

    public int Count => _items.Count;

    public void Add(V1Value value, string? condition = null, IReadOnlyList<string>? comments = null, string? trailing = null)
    {
        if (!value.IsEmpty)
            _items.Add((comments ?? [], condition, value, trailing));
    }

    public void AddRange(V1List other) => _items.AddRange(other._items);

    /// <summary>The list; the only item alone if there is one without a condition and <paramref name="single"/> says so.</summary>
    public V1Value ToValue(bool single = false)
    {
        if (single && _items is [{ Condition: null, Comments.Count: 0, Value.Inline: not null, Trailing: null } only])
            return only.Value;
        List<string> lines = [];
        for (var i = 0; i < _items.Count;)
        {
            var count = 1;
            while (_items[i].Condition is not null && i + count < _items.Count && _items[i + count].Condition == _items[i].Condition)
                count++;
            if (_items[i].Condition is null)
                lines.AddRange([.. _items[i].Comments.Select(comment => $"# {comment}"), .. _items[i].Value.AsItem(_items[i].Trailing)]);
            else
                i += AddGroup(lines, i, count);
            i += count;
        }
        return V1Value.Block(lines);
    }

    // Says how many items beyond the group it took for 'else'.
    private int AddGroup(List<string> lines, int start, int count)
    {
        var condition = _items[start].Condition!;
        var opposite = condition.StartsWith("not ", StringComparison.Ordinal) && !condition.Contains(" and ", StringComparison.Ordinal) && !condition.Contains(" or ", StringComparison.Ordinal)
            ? condition[4..]
            : condition.All(c => char.IsLetterOrDigit(c) || c == '_') ? "not " + condition : null;
        var others = 0;
        while (opposite is not null && start + count + others < _items.Count && _items[start + count + others].Condition == opposite)
            others++;
        if (count == 1)
            lines.AddRange(_items[start].Comments.Select(comment => $"# {comment}"));
        lines.Add($"- if: {Condition(condition)}");
        AddBranch(lines, "then", start, count);
        if (others > 0)
            AddBranch(lines, "else", start + count, others);
        return others;
    }

    private void AddBranch(List<string> lines, string word, int start, int count)
    {
        if (count == 1 && _items[start] is { Value.Inline: not null, Trailing: var trailing } && (word == "then" || _items[start].Comments.Count == 0))
        {
            lines.AddRange(_items[start].Value.Under(word, trailing).Select(line => "  " + line));
            return;
        }
        lines.Add($"  {word}:");
        foreach (var item in _items.Skip(start).Take(count))
        {
            if (count > 1 || word == "else")
                lines.AddRange(item.Comments.Select(comment => $"    # {comment}"));
            lines.AddRange(item.Value.AsItem(item.Trailing).Select(line => "    " + line));
        }
    }

    private static string Condition(string condition) => Syntax.ScalarText.Of(condition);
}
