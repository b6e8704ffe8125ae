using System.Collections.Concurrent;
using Hearth.Channels;
using Hearth.Channels.Blobs;
using Hearth.Channels.Publish;
using Hearth.Channels.Upkeep;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Syncing;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.PullThrough;

/// <summary>
/// Gives out artifacts that mirrors list and do not hold yet. Many who ask for one cause one fetch; who leaves does not end it for the
/// others. What has arrived and was proved is stored, and survives its source.
/// </summary>
public sealed class PulledArtifacts(ChannelStore store, PullTerms terms) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Sha256, Lazy<ArtifactFetch>> _fetches = new();
    private readonly ConcurrentDictionary<string, Lazy<RankedUpstreams>> _sources = new(StringComparer.Ordinal);
    private readonly RemoteArtifacts _remote = new(store);
    private readonly SemaphoreSlim _turns = new(terms.MostAtATime);
    private readonly SemaphoreSlim _trimming = new(1);
    private readonly CancellationTokenSource _stop = new();
    private long _bytesOnTheWay;

    /// <summary>Artifacts on their way now.</summary>
    public int OnTheWay => _fetches.Count;

    /// <summary>Finds an artifact that the store does not have.</summary>
    /// <param name="digest">Its digest.</param>
    /// <param name="via">The mirrors that the request came through, as its <c>Via</c> says; null where none.</param>
    /// <param name="startsNow">Whether to begin to fetch it, and to wait until the first bytes are there.</param>
    /// <param name="cancellation">The requester went away; the fetch goes on.</param>
    public async Task<PullOutcome> FindAsync(Sha256 digest, string? via, bool startsNow, CancellationToken cancellation)
    {
        if (via is not null && ViaChain.Names(via, terms.Name))
            return new PullOutcome.Loop(MirrorDiagnostics.Loop.In(null, "this installation is asked on its own behalf"));
        if (!_fetches.TryGetValue(digest, out var running))
        {
            var origins = await _remote.OriginsOfAsync(digest, cancellation);
            if (origins.Count == 0)
                return new PullOutcome.Unknown();
            var size = origins[0].Size;
            if (!startsNow)
                return new PullOutcome.Arriving(size, (_, _) => throw new InvalidOperationException("it was not asked for"));
            // A fetch that ended since the store was looked at has stored it.
            if (await store.Blobs.SizeAsync(BlobSpace.Artifacts, digest, cancellation) == size)
                return new PullOutcome.Arriving(size, (from, stop) => OpenHeldAsync(digest, from, stop));
            if (Interlocked.Read(ref _bytesOnTheWay) + size > terms.MostBytesOnTheWay && OnTheWay > 0)
                return new PullOutcome.Busy();
            running = _fetches.GetOrAdd(digest, _ => new Lazy<ArtifactFetch>(() => Start(digest, origins, via)));
        }
        var fetch = ValueOf(digest, running);
        try
        {
            await fetch.Begun.WaitAsync(cancellation);
        }
        catch (BadInputException e)
        {
            var isTimeout = e.Diagnostics.All(problem => problem.Kind == MirrorDiagnostics.Unavailable);
            return new PullOutcome.Unavailable([MirrorDiagnostics.NotHeld.In(null, "the artifact is listed and not held, and no source gives it now"), .. e.Diagnostics], isTimeout);
        }
        return new PullOutcome.Arriving(fetch.Size, (from, stop) => OpenAsync(fetch, digest, via, from, stop));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var fetch in _fetches.Values.Where(fetch => fetch.IsValueCreated).ToList())
            await fetch.Value.Ended;
        foreach (var sources in _sources.Values.Where(sources => sources.IsValueCreated))
            sources.Value.Dispose();
        _turns.Dispose();
        _trimming.Dispose();
        _stop.Dispose();
    }

    private ArtifactFetch Start(Sha256 digest, List<ArtifactOrigin> origins, string? via)
    {
        var fetch = new ArtifactFetch(Path.Combine(store.Incoming, "pull-" + Guid.NewGuid().ToString("n")), origins[0].Size);
        Interlocked.Add(ref _bytesOnTheWay, fetch.Size);
        fetch.Ended = Task.Run(() => RunAsync(fetch, digest, origins, via));
        return fetch;
    }

    private async Task RunAsync(ArtifactFetch fetch, Sha256 digest, List<ArtifactOrigin> origins, string? via)
    {
        try
        {
            await _turns.WaitAsync(_stop.Token);
            try
            {
                await new ArtifactPull(fetch, digest, ViaChain.Add(via, terms.Name)).RunAsync(origins.ConvertAll(origin => (origin, SourcesOf(origin))), _stop.Token);
            }
            finally
            {
                _turns.Release();
            }
            fetch.File.Complete();
            // What has been proved is stored also where the server ends: else those who have read it would find it gone.
            await _remote.KeepAsync(digest, fetch.Path, CancellationToken.None);
            store.Metrics.Pulled(isKept: true, fetch.Size);
            await TrimAsync(origins);
        }
        // Whoever waits or reads is told; the next who asks tries again.
        catch (Exception e)
        {
            if (!fetch.File.IsComplete)
                fetch.Fail(e);
            if (e is not OperationCanceledException)
                store.Metrics.Pulled(isKept: false, 0);
        }
        finally
        {
            _fetches.TryRemove(digest, out _);
            Interlocked.Add(ref _bytesOnTheWay, -fetch.Size);
            fetch.Leave();
        }
    }

    private async Task TrimAsync(List<ArtifactOrigin> origins)
    {
        await _trimming.WaitAsync(CancellationToken.None);
        try
        {
            foreach (var mirror in origins.Select(origin => origin.Mirror))
                await new HeldArtifacts(store).TrimAsync(mirror, CancellationToken.None);
        }
        finally
        {
            _trimming.Release();
        }
    }

    // Between being found and being read it may have been stored, and where little may be held, let go of again.
    private async Task<Stream> OpenAsync(ArtifactFetch fetch, Sha256 digest, string? via, long from, CancellationToken cancellation)
    {
        if (fetch.File.TryOpenRead(from) is { } arriving)
            return arriving;
        if (await store.Blobs.OpenAsync(BlobSpace.Artifacts, digest, from, cancellation) is { } held)
            return held.Content;
        return fetch.File.IsComplete && await FindAsync(digest, via, startsNow: true, cancellation) is PullOutcome.Arriving again ? await again.OpenAsync(from, cancellation) : throw CouldNotBeFetched(digest);
    }

    private async Task<Stream> OpenHeldAsync(Sha256 digest, long from, CancellationToken cancellation) =>
        (await store.Blobs.OpenAsync(BlobSpace.Artifacts, digest, from, cancellation))?.Content ?? throw CouldNotBeFetched(digest);

    private static IOException CouldNotBeFetched(Sha256 digest) => new($"the artifact {digest} could not be fetched");

    // One that could not even begin is not there for the next.
    private ArtifactFetch ValueOf(Sha256 digest, Lazy<ArtifactFetch> running)
    {
        try
        {
            return running.Value;
        }
        catch
        {
            _fetches.TryRemove(new KeyValuePair<Sha256, Lazy<ArtifactFetch>>(digest, running));
            throw;
        }
    }

    // Kept, so that connections and what is known of each source's health are.
    private RankedUpstreams SourcesOf(ArtifactOrigin origin)
    {
        var settings = origin.Mirror.Settings.Mirror!;
        var key = string.Join('\n', [.. settings.Sources, "", .. settings.OtherHosts ?? [], settings.AllowsPrivateAddresses ? "private" : ""]);
        return _sources.GetOrAdd(key, _ => new Lazy<RankedUpstreams>(() => MirrorDefinition.Open(settings, terms.Upstream, terms.TokenOf, store.Clock))).Value;
    }
}
