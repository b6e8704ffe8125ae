using System.Collections.Concurrent;

namespace Hearth.Server.Folders;

/// <summary>
/// Small files kept in memory between requests, the longest unused dropped first. A file is looked at again, by its stamp,
/// when it has not been for <paramref name="freshFor"/>; that long an answer may lag behind a rename.
/// </summary>
internal sealed class HotFiles(ChannelFolder folder, long mostBytes, TimeSpan freshFor, TimeProvider clock)
{
    // What an entry costs beside the bytes of its file.
    private const int BytesOfAnEntry = 1024;

    private readonly ConcurrentDictionary<Key, Entry> _entries = new();
    private readonly Lock _gate = new();
    private readonly long _freshTicks = (long)(freshFor.TotalSeconds * clock.TimestampFrequency);
    private long _bytes;

    /// <summary>The file at a safe path, from memory or from disk; null if there is none.</summary>
    public Representation? Find(string path, ContentCoding? coding) => Held(path, coding) ?? Load(new Key(path, coding));

    /// <summary>The file at a safe path if it is in memory and the same as on disk; nothing is read.</summary>
    public Representation? Held(string path, ContentCoding? coding)
    {
        var key = new Key(path, coding);
        if (!_entries.TryGetValue(key, out var entry))
            return null;
        if (IsCurrent(entry))
            return entry.Representation;
        lock (_gate)
        {
            if (_entries.TryRemove(new KeyValuePair<Key, Entry>(key, entry)))
                _bytes -= CostOf(entry);
        }
        return null;
    }

    private bool IsCurrent(Entry entry)
    {
        var now = clock.GetTimestamp();
        entry.UsedAt = now;
        var checkedAt = Interlocked.Read(ref entry.CheckedAt);
        if (now - checkedAt < _freshTicks)
            return true;
        // One request looks; the others go on meanwhile.
        if (Interlocked.CompareExchange(ref entry.CheckedAt, now, checkedAt) != checkedAt)
            return true;
        return entry.IsSettled && entry.Sources.All(source => source.IsUnchanged());
    }

    private Representation? Load(Key key)
    {
        var now = clock.GetTimestamp();
        var readAt = clock.GetUtcNow();
        var opened = folder.Open(key.Path, key.Coding);
        var entry = opened is { Representation.IsInMemory: true }
            ? new Entry(opened.Representation, opened.Sources, opened.Sources.All(source => source.IsSettled(readAt))) { CheckedAt = now, UsedAt = now }
            : null;
        lock (_gate)
        {
            if (_entries.TryRemove(key, out var old))
                _bytes -= CostOf(old);
            if (entry is not null)
            {
                _entries[key] = entry;
                _bytes += CostOf(entry);
            }
            if (_bytes > mostBytes)
                DropLongestUnused();
        }
        return opened?.Representation;
    }

    // Dropping an eighth at once keeps the cost per request small.
    private void DropLongestUnused()
    {
        foreach (var (key, entry) in _entries.ToArray().OrderBy(pair => pair.Value.UsedAt))
        {
            if (_bytes <= mostBytes / 8 * 7)
                return;
            _entries.TryRemove(key, out _);
            _bytes -= CostOf(entry);
        }
    }

    private static long CostOf(Entry entry) => entry.Representation.Length + BytesOfAnEntry;

    private readonly record struct Key(string Path, ContentCoding? Coding);

    private sealed class Entry(Representation representation, IReadOnlyList<FileSource> sources, bool isSettled)
    {
        public long CheckedAt;
        public long UsedAt;

        public Representation Representation { get; } = representation;

        public IReadOnlyList<FileSource> Sources { get; } = sources;

        public bool IsSettled { get; } = isSettled;
    }
}
