using System.Collections.Frozen;

namespace Hearth.Channels.Search;

/// <summary>The names of a channel at one revision. Immutable; searched from first to last, which for a channel of conda-forge's size takes milliseconds.</summary>
public sealed class NameIndex
{
    private readonly NameEntry[] _all;
    private readonly FrozenDictionary<string, NameEntry> _byName;
    private readonly Lazy<FrozenDictionary<string, string[]>> _dependents;

    // What a search looks at first, side by side: for most names it is all that is looked at.
    private readonly CharacterPairs[] _pairs;
    private readonly ulong[] _characters;
    private readonly int[] _dependentCounts;

    internal NameIndex(IEnumerable<NameEntry> entries, long revision)
    {
        _all = [.. entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        Entries = [.. _all.Where(entry => entry.IsInMain)];
        _byName = _all.ToFrozenDictionary(entry => entry.Name, StringComparer.Ordinal);
        _dependents = new(() => DependentsIn(_all));
        _pairs = Array.ConvertAll(_all, entry => entry.Pairs);
        _characters = Array.ConvertAll(_all, entry => entry.Characters);
        var counts = _all.SelectMany(entry => entry.Requires).CountBy(name => name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        _dependentCounts = Array.ConvertAll(_all, entry => counts.GetValueOrDefault(entry.Name));
        Revision = revision;
    }

    /// <summary>The index of a channel that has nothing.</summary>
    public static NameIndex Empty { get; } = new([], 0);

    /// <summary>The revision that the names are of.</summary>
    public long Revision { get; }

    /// <summary>The names under <c>main</c>, sorted.</summary>
    public IReadOnlyList<NameEntry> Entries { get; }

    /// <summary>The names under any label, sorted.</summary>
    public IReadOnlyList<NameEntry> All => _all;

    /// <summary>A name under any label; null if the channel has no such.</summary>
    public NameEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The names whose newest version depends on a name, sorted.</summary>
    public IReadOnlyList<string> DependentsOf(string name) => _dependents.Value.GetValueOrDefault(name) ?? [];

    /// <summary>
    /// The names that answer a query, under whatever label: exact, then by prefix, by words of the name, by words of the summary; where nothing
    /// does, those spelt alike.
    /// </summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="most">How many of the best to return.</param>
    public FoundNames Search(SearchQuery query, int most)
    {
        var best = new BestMatches(most);
        if (query.IsEmpty)
            return best.ToFound();
        for (var i = 0; i < _all.Length; i++)
        {
            if (_pairs[i].MayInclude(query.Pairs) && query.Judge(_all[i]) is { } kind)
                best.Add(_all[i], kind, 0, _dependentCounts[i]);
        }
        if (best.Total > 0)
            return best.ToFound();
        var distance = new EditDistance();
        for (var i = 0; i < _all.Length; i++)
        {
            if (query.MayMean(_characters[i]) && query.SlipsTo(_all[i], distance) is { } slips)
                best.Add(_all[i], MatchKind.Similar, slips, _dependentCounts[i]);
        }
        return best.ToFound();
    }

    private static FrozenDictionary<string, string[]> DependentsIn(NameEntry[] entries)
    {
        var dependents = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            foreach (var required in entry.Requires)
            {
                if (!dependents.TryGetValue(required, out var list))
                    dependents[required] = list = [];
                list.Add(entry.Name);
            }
        }
        return dependents.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
    }
}
