using Hearth.Foundation.Diagnostics;

namespace Hearth.Mirrors.Upstream;

/// <summary>
/// The same channel at several addresses. One that does not answer is passed over, and asked last from then on; an answer that is wrong is
/// no reason to ask another, for the channel may have changed between the two.
/// </summary>
public sealed class RankedUpstreams(IReadOnlyList<IUpstream> upstreams) : IUpstream
{
    private readonly int[] _failures = new int[upstreams.Count];

    /// <summary>The one that is asked first.</summary>
    public string Name => Ranked()[0].Upstream.Name;

    public async Task<UpstreamFile> OpenAsync(string reference, string? etag, CancellationToken cancellation)
    {
        var problems = new List<Diagnostic>();
        foreach (var (upstream, at) in Ranked())
        {
            try
            {
                return await upstream.OpenAsync(reference, etag, cancellation);
            }
            catch (BadInputException e) when (e.Diagnostics.All(problem => problem.Kind == MirrorDiagnostics.Unavailable))
            {
                Interlocked.Increment(ref _failures[at]);
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

    private List<(IUpstream Upstream, int At)> Ranked() => [.. upstreams.Select((upstream, at) => (upstream, at)).OrderBy(pair => Volatile.Read(ref _failures[pair.at]))];
}
