using Hearth.Foundation.Diagnostics;

namespace Hearth.Mirrors.Upstream;

/// <summary>
/// The same channel at several addresses, best first. One that failed is asked last for a while. A file that one does not give is asked
/// for at the next within the same request; an answer that is wrong is the caller's to judge, and to <see cref="Blame"/>.
/// </summary>
public sealed class RankedUpstreams(IReadOnlyList<IUpstream> upstreams, TimeProvider clock) : IUpstream
{
    // Long enough that not every request waits for one that is away, short enough that it has its turn again the same day.
    private static readonly TimeSpan RestFor = TimeSpan.FromMinutes(5);

    private readonly long[] _failedAt = new long[upstreams.Count];

    /// <summary>The one that is asked first.</summary>
    public string Name => InOrder()[0].Name;

    /// <summary>All, in the order in which they are asked now.</summary>
    public IReadOnlyList<IUpstream> InOrder()
    {
        if (upstreams.Count == 1)
            return upstreams;
        var rested = (clock.GetUtcNow() - RestFor).UtcTicks;
        return [.. upstreams.Select((upstream, at) => (upstream, FailedAt: Volatile.Read(ref _failedAt[at]))).OrderBy(pair => pair.FailedAt > rested ? pair.FailedAt : 0).Select(pair => pair.upstream)];
    }

    /// <summary>Says that one failed, or gave something wrong.</summary>
    public void Blame(IUpstream upstream) => Mark(upstream, clock.GetUtcNow().UtcTicks);

    public async Task<UpstreamFile> OpenAsync(string reference, string? etag, string? via, CancellationToken cancellation)
    {
        var problems = new List<Diagnostic>();
        foreach (var upstream in InOrder())
        {
            try
            {
                var file = await upstream.OpenAsync(reference, etag, via, cancellation);
                Mark(upstream, 0);
                return file;
            }
            catch (BadInputException e) when (e.Diagnostics.All(problem => problem.Kind == MirrorDiagnostics.Unavailable || problem.Kind == MirrorDiagnostics.NotLetIn))
            {
                Blame(upstream);
                problems.AddRange(e.Diagnostics);
            }
        }
        throw new BadInputException(problems);
    }

    public void Dispose()
    {
        foreach (var upstream in upstreams)
            upstream.Dispose();
    }

    private void Mark(IUpstream upstream, long failedAt)
    {
        for (var at = 0; at < upstreams.Count; at++)
        {
            if (ReferenceEquals(upstreams[at], upstream))
                Volatile.Write(ref _failedAt[at], failedAt);
        }
    }
}
