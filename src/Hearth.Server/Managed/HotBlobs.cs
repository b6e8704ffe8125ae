using System.Collections.Concurrent;
using Hearth.Channels.Blobs;
using Hearth.Foundation.Hashing;
using Hearth.Server.Folders;
using Hearth.Server.Telemetry;

namespace Hearth.Server.Managed;

/// <summary>
/// Small blobs kept in memory between requests, the longest unused dropped first. A blob never changes, so what is held is right
/// for ever; many requests for one that is not held cause one read.
/// </summary>
internal sealed class HotBlobs(IBlobStore blobs, long mostBytes, TimeProvider clock, ServerMetrics metrics)
{
    /// <summary>The largest blob that is read whole into memory; larger ones are read while they are sent.</summary>
    public const int MostBytesOfOne = 4 << 20;

    // What an entry costs beside the bytes of its blob.
    private const int BytesOfAnEntry = 1024;

    private readonly ConcurrentDictionary<Key, Entry> _entries = new();
    private readonly Lock _gate = new();
    private long _bytes;

    /// <summary>A blob ready to be sent, if it is held.</summary>
    public Representation? TryFind(BlobSpace space, Sha256 digest, FileHeaders headers, ContentCoding? coding = null)
    {
        if (!_entries.TryGetValue(new Key(space, digest, headers, coding), out var entry) || !entry.Loading.IsCompletedSuccessfully)
            return null;
        entry.UsedAt = clock.GetTimestamp();
        metrics.CacheHit();
        return entry.Loading.Result;
    }

    /// <summary>A blob ready to be sent; null if the store does not have it.</summary>
    /// <exception cref="IOException">The store cannot be reached.</exception>
    public async Task<Representation?> FindAsync(
        BlobSpace space, Sha256 digest, FileHeaders headers, CancellationToken cancellation, ContentCoding? coding = null)
    {
        if (TryFind(space, digest, headers, coding) is { } held)
            return held;
        if (await blobs.SizeAsync(space, digest, cancellation) is not { } size)
            return null;
        metrics.CacheMiss();
        if (size > MostBytesOfOne)
            return Streamed(space, digest, size, headers, coding);

        var key = new Key(space, digest, headers, coding);
        var entry = _entries.GetOrAdd(key, _ => new Entry(() => LoadAsync(key, size)));
        try
        {
            entry.UsedAt = clock.GetTimestamp();
            if (await entry.Loading.WaitAsync(cancellation) is { } loaded)
                return loaded;
        }
        catch when (!cancellation.IsCancellationRequested)
        {
            _entries.TryRemove(new KeyValuePair<Key, Entry>(key, entry));
            throw;
        }
        // It was deleted a moment ago; it may come back.
        _entries.TryRemove(new KeyValuePair<Key, Entry>(key, entry));
        return null;
    }

    private Representation Streamed(BlobSpace space, Sha256 digest, long size, FileHeaders headers, ContentCoding? coding) => new(
        headers,
        digest,
        size,
        async (from, stop) => (await blobs.OpenAsync(space, digest, from, stop))?.Content ?? throw new IOException($"the blob {digest} is gone"),
        coding);

    private async Task<Representation?> LoadAsync(Key key, long size)
    {
        await using var blob = await blobs.OpenAsync(key.Space, key.Digest, 0, CancellationToken.None);
        if (blob is null)
            return null;
        var bytes = new byte[size];
        await blob.Content.ReadExactlyAsync(bytes);
        lock (_gate)
        {
            _bytes += size + BytesOfAnEntry;
            if (_bytes > mostBytes)
                DropLongestUnused();
        }
        return new Representation(key.Headers, bytes, key.Coding);
    }

    // Dropping an eighth at once keeps the cost per request small.
    private void DropLongestUnused()
    {
        foreach (var (key, entry) in _entries.ToArray().Where(pair => pair.Value.Loading.IsCompletedSuccessfully).OrderBy(pair => pair.Value.UsedAt))
        {
            if (_bytes <= mostBytes / 8 * 7)
                return;
            if (_entries.TryRemove(key, out _))
                _bytes -= (entry.Loading.Result?.Length ?? 0) + BytesOfAnEntry;
        }
    }

    private readonly record struct Key(BlobSpace Space, Sha256 Digest, FileHeaders Headers, ContentCoding? Coding);

    private sealed class Entry(Func<Task<Representation?>> load)
    {
        private readonly Lazy<Task<Representation?>> _loading = new(load);

        public long UsedAt { get; set; }

        public Task<Representation?> Loading => _loading.Value;
    }
}
