namespace Hearth.Server.Conformance.Subjects;

/// <summary>
/// A few of many, seen one by one: those with the least fingerprints. The same things yield the same sample whatever their order, so that two
/// runs look at the same files.
/// </summary>
internal sealed class Sample<T>(int size)
{
    private readonly PriorityQueue<T, UInt128> _kept = new(Comparer<UInt128>.Create((x, y) => y.CompareTo(x)));

    /// <summary>The sample, by fingerprint.</summary>
    public IReadOnlyList<T> Items => [.. _kept.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element)];

    public void Add(UInt128 fingerprint, Func<T> item)
    {
        if (_kept.Count < size)
            _kept.Enqueue(item(), fingerprint);
        else if (_kept.TryPeek(out _, out var greatest) && fingerprint < greatest)
            _kept.DequeueEnqueue(item(), fingerprint);
    }
}
