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

    private static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Key, Entry> _entries = new();
    private readonly Lock _gate = new();
    private long _bytes;

    /// <summary>A blob ready to be sent, if it is held.</summary>
    public Representation? TryFind(BlobSpace space, Sha256 digest, FileHeaders headers, ContentCoding? coding = null)
    {
        if (!_entries.TryGetValue(new Key(space, digest, headers, coding), out var entry) || !entry.IsLoaded)
            return null;
        entry.UsedAt = clock.GetTimestamp();
        metrics.CacheHit();
        return entry.Loading.Result;
    }

    /// <summary>A blob ready to be sent; null if the store does not have it.</summary>
    /// <exception cref="IOException">The store cannot be reached.</exception>
    public Task<Representation?> FindAsync(
        BlobSpace space, Sha256 digest, FileHeaders headers, CancellationToken cancellation, ContentCoding? coding = null)
    {
        if (TryFind(space, digest, headers, coding) is { } held)
            return Task.FromResult<Representation?>(held);
        var entry = _entries.GetOrAdd(new Key(space, digest, headers, coding), static (key, self) => new Entry(() => self.LoadAsync(key)), this);
        entry.UsedAt = clock.GetTimestamp();
        // One reader who leaves does not spoil it for the others: the load goes on.
        return entry.Loading.WaitAsync(cancellation);
    }

    private async Task<Representation?> LoadAsync(Key key)
    {
        var isHeld = false;
        using var patience = new CancellationTokenSource(ReadWithin);
        try
        {
            var loaded = await ReadAsync(key, patience.Token);
            isHeld = loaded is not null;
            if (isHeld)
                Count(BytesOf(loaded!));
            return loaded;
        }
        catch (OperationCanceledException e)
        {
            throw new IOException($"the blob {key.Digest} does not come", e);
        }
        finally
        {
            if (!isHeld)
                _entries.TryRemove(key, out _);
        }
    }

    private async Task<Representation?> ReadAsync(Key key, CancellationToken cancellation)
    {
        if (await blobs.SizeAsync(key.Space, key.Digest, cancellation) is not { } size)
            return null;
        metrics.CacheMiss();
        if (size > MostBytesOfOne)
            return Streamed(key, size);
        await using var blob = await blobs.OpenAsync(key.Space, key.Digest, 0, cancellation);
        if (blob is null)
            return null;
        var bytes = new byte[size];
        await blob.Content.ReadExactlyAsync(bytes, cancellation);
        // What is damaged is not kept: it is mended where it lies.
        return Sha256.Of(bytes) == key.Digest ? new Representation(key.Headers, key.Digest, bytes, key.Coding) : Streamed(key, size);
    }

    private Representation Streamed(Key key, long size) => new(
        key.Headers,
        key.Digest,
        size,
        (from, stop) => OpenAsync(key, from, stop),
        key.Coding);

    // A mirror lets go of what it can fetch again; whoever asks next finds it there.
    private async Task<Stream> OpenAsync(Key key, long from, CancellationToken cancellation)
    {
        if (await blobs.OpenAsync(key.Space, key.Digest, from, cancellation) is { } blob)
            return blob.Content;
        _entries.TryRemove(key, out _);
        throw new IOException($"the blob {key.Digest} is gone");
    }

    private void Count(long bytes)
    {
        lock (_gate)
        {
            _bytes += bytes;
            if (_bytes > mostBytes)
                DropLongestUnused();
        }
    }

    // Dropping an eighth at once keeps the cost per request small.
    private void DropLongestUnused()
    {
        foreach (var (key, entry) in _entries.ToArray().Where(pair => pair.Value.IsLoaded).OrderBy(pair => pair.Value.UsedAt))
        {
            if (_bytes <= mostBytes / 8 * 7)
                return;
            if (entry.Loading.Result is { } held && _entries.TryRemove(new KeyValuePair<Key, Entry>(key, entry)))
                _bytes -= BytesOf(held);
        }
    }

    private static long BytesOf(Representation held) => BytesOfAnEntry + (held.IsInMemory ? held.Length : 0);

    private readonly record struct Key(BlobSpace Space, Sha256 Digest, FileHeaders Headers, ContentCoding? Coding)
    {
        // The digest tells almost all apart, and costs nothing.
        public override int GetHashCode() => Digest.GetHashCode();
    }

    private sealed class Entry(Func<Task<Representation?>> load)
    {
        private readonly Lazy<Task<Representation?>> _loading = new(load);

        public long UsedAt { get; set; }

        // Never starts the load, and never waits for one that another thread is starting.
        public bool IsLoaded => _loading.IsValueCreated && _loading.Value.IsCompletedSuccessfully;

        public Task<Representation?> Loading => _loading.Value;
    }
}
