namespace Hearth.Channels.Search;

/// <summary>Keeps the best of many matches without sorting all of them.</summary>
internal sealed class BestMatches(int most)
{
    private readonly List<NameMatch> _kept = [];
    private NameMatch? _worst;
    private int _total;

    public int Total => _total;

    public void Add(NameEntry entry, MatchKind kind, int distance, int dependents)
    {
        _total++;
        // Most of what a short query finds is not kept, and so not made.
        if (_worst is { } worst && (kind > worst.Kind || (kind == worst.Kind && worst.Entry.IsInMain && (!entry.IsInMain || distance > worst.Distance || (distance == worst.Distance && dependents < worst.Dependents)))))
            return;
        _kept.Add(new NameMatch(entry, kind, distance, dependents));
        if (_kept.Count >= 2 * most)
            Cut();
    }

    public FoundNames ToFound()
    {
        Cut();
        return new FoundNames(_total, _kept);
    }

    private void Cut()
    {
        _kept.Sort();
        if (_kept.Count < most)
            return;
        _kept.RemoveRange(most, _kept.Count - most);
        _worst = _kept[^1];
    }
}
