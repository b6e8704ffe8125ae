namespace Hearth.Channels.Search;

/// <summary>Keeps the best of many matches without sorting all of them.</summary>
internal sealed class BestMatches(int most)
{
    private readonly List<NameMatch> _kept = [];
    private NameMatch? _worst;
    private int _total;

    public int Total => _total;

    public void Add(NameMatch match)
    {
        _total++;
        if (_worst is not null && match.CompareTo(_worst) > 0)
            return;
        _kept.Add(match);
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
