using System.Collections.Frozen;

namespace Hearth.Channels.Search;

/// <summary>The names of a channel at one revision. Immutable; searched from first to last, which for a channel of conda-forge's size takes milliseconds.</summary>
public sealed class NameIndex
{
    private readonly NameEntry[] _entries;
    private readonly FrozenDictionary<string, NameEntry> _byName;
    private readonly Lazy<FrozenDictionary<string, string[]>> _dependents;

    internal NameIndex(IEnumerable<NameEntry> entries, long revision)
    {
        _entries = [.. entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        _byName = _entries.ToFrozenDictionary(entry => entry.Name, StringComparer.Ordinal);
        _dependents = new(() => DependentsIn(_entries));
        Revision = revision;
    }

    /// <summary>The index of a channel that has nothing.</summary>
    public static NameIndex Empty { get; } = new([], 0);

    /// <summary>The revision that the names are of.</summary>
    public long Revision { get; }

    /// <summary>All names, sorted.</summary>
    public IReadOnlyList<NameEntry> Entries => _entries;

    /// <summary>A name; null if the channel has no such.</summary>
    public NameEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The names whose newest version depends on a name, sorted.</summary>
    public IReadOnlyList<string> DependentsOf(string name) => _dependents.Value.GetValueOrDefault(name) ?? [];

    /// <summary>The names that answer a query: exact, then by prefix, by words of the name, by words of the summary; where nothing does, those spelt alike.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="most">How many of the best to return.</param>
    public FoundNames Search(SearchQuery query, int most)
    {
        var best = new BestMatches(most);
        if (query.IsEmpty)
            return best.ToFound();
        foreach (var entry in _entries)
        {
            if (query.Judge(entry) is { } kind)
                best.Add(new NameMatch(entry, kind, 0, DependentsOf(entry.Name).Count));
        }
        if (best.Total > 0)
            return best.ToFound();
        var distance = new EditDistance();
        foreach (var entry in _entries)
        {
            if (query.SlipsTo(entry, distance) is { } slips)
                best.Add(new NameMatch(entry, MatchKind.Similar, slips, DependentsOf(entry.Name).Count));
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
