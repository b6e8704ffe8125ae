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

    /// <summary>The names that answer a query, the best first: exact, then by prefix, by words of the name, by words of the summary, by likeness.</summary>
    public IReadOnlyList<NameMatch> Search(SearchQuery query)
    {
        if (query.IsEmpty)
            return [];
        var distance = new EditDistance();
        var found = new List<NameMatch>();
        foreach (var entry in _entries)
        {
            if (query.Judge(entry, distance) is var (kind, slips))
                found.Add(new NameMatch(entry, kind, slips, DependentsOf(entry.Name).Count));
        }
        found.Sort();
        return found;
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
