using System.Globalization;
using Hearth.Channels;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.PullThrough;

/// <summary>
/// Brings one artifact from the first source that gives it. A source that breaks off is followed by the next, from where the bytes ended:
/// size and SHA-256 of the whole decide, wherever its parts come from.
/// </summary>
internal sealed class ArtifactPull(ArtifactFetch fetch, Sha256 digest, string? via)
{
    private readonly List<Diagnostic> _problems = [];
    private readonly List<(RankedUpstreams Ranked, IUpstream Upstream)> _used = [];
    private readonly byte[] _buffer = new byte[1 << 17];

    /// <summary>Brings it.</summary>
    /// <param name="origins">Where it can be had, each with its sources.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BadInputException">No source gives it, or what came is something else; every reason is named.</exception>
    /// <exception cref="IOException">It cannot be written here.</exception>
    public async Task RunAsync(IReadOnlyList<(ArtifactOrigin Origin, RankedUpstreams Sources)> origins, CancellationToken cancellation)
    {
        foreach (var (origin, sources) in origins)
        {
            foreach (var upstream in sources.InOrder())
            {
                if (!await TryAsync(origin, upstream, sources, cancellation))
                    continue;
                Prove(upstream);
                return;
            }
        }
        throw new BadInputException(_problems);
    }

    private async Task<bool> TryAsync(ArtifactOrigin origin, IUpstream upstream, RankedUpstreams sources, CancellationToken cancellation)
    {
        try
        {
            if (await upstream.OpenAsync(origin.Reference, etag: null, via, cancellation) is not UpstreamFile.Opened opened)
            {
                _problems.Add(MirrorDiagnostics.NotWhatItSays.In(Describe(upstream, origin), "the source lists it and does not have it"));
                return false;
            }
            await using (opened)
            {
                if (opened.Size is { } size && size != fetch.Size)
                    throw WrongSize(upstream, size);
                _used.Add((sources, upstream));
                await CopyAsync(opened.Content, upstream, cancellation);
            }
            return true;
        }
        catch (BadInputException e)
        {
            sources.Blame(upstream);
            _problems.AddRange(e.Diagnostics);
        }
        catch (Exception e) when (e is IOException or HttpRequestException && !StoreTrouble.IsFull(e))
        {
            sources.Blame(upstream);
            _problems.Add(MirrorDiagnostics.Unavailable.In(Describe(upstream, origin), e.Message));
        }
        return false;
    }

    private static string Describe(IUpstream upstream, ArtifactOrigin origin) => $"{upstream.Name}/{UrlSecrets.Redact(origin.Reference)}";

    // What another source gave already is read over.
    private async Task CopyAsync(Stream content, IUpstream upstream, CancellationToken cancellation)
    {
        var held = fetch.File.Length;
        long position = 0;
        while (await content.ReadAsync(_buffer, cancellation) is var read and > 0)
        {
            // Nobody shall read as many bytes as the artifact has before it is known that no more follow.
            if (position + read > fetch.Size)
                throw WrongSize(upstream, position + read);
            var known = (int)Math.Clamp(held - position, 0, read);
            fetch.File.Write(_buffer.AsSpan(known, read - known));
            position += read;
            fetch.Begin();
        }
        if (position != fetch.Size)
            throw WrongSize(upstream, position);
    }

    private void Prove(IUpstream upstream)
    {
        if (fetch.File.TakeDigest() is var actual && actual == digest)
            return;
        // Which of them was wrong is not known; each has another turn when all have been asked.
        foreach (var (ranked, used) in _used)
            ranked.Blame(used);
        _problems.Add(MirrorDiagnostics.NotWhatItSays.In(upstream.Name, "what it gives has another SHA-256 than the index says") with { Expected = digest.ToString(), Actual = actual.ToString() });
        throw new BadInputException(_problems);
    }

    private BadInputException WrongSize(IUpstream upstream, long size) => MirrorDiagnostics.NotWhatItSays.Refuse(
        upstream.Name, string.Create(CultureInfo.InvariantCulture, $"what it gives has {size} bytes or more; the index says {fetch.Size}"));
}
