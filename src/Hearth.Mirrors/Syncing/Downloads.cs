using Hearth.Channels;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Planning;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Syncing;

/// <summary>
/// Takes the artifacts of a plan into a channel, several at a time. Each is held to the digest in the source's index and goes through the
/// same door as an upload; one that fails stops no other.
/// </summary>
internal sealed class Downloads(ChannelStore store, IUpstream upstream, SyncTerms terms)
{
    /// <summary>Downloads what is not held.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="plan">What it shall hold.</param>
    /// <param name="held">The digest of what it holds, by <c>subdir/file</c>.</param>
    /// <param name="progress">Is told of each artifact.</param>
    /// <param name="cancellation">Stops between artifacts.</param>
    public async Task<TakenArtifacts> RunAsync(ManagedChannel channel, MirrorPlan plan, IReadOnlyDictionary<string, Sha256> held, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        var wanted = plan.Artifacts.Where(artifact => !held.TryGetValue(artifact.Record.ToString(), out var digest) || digest != artifact.Record.Sha256).ToList();
        var tally = new Tally(wanted.Count, progress);
        var throttle = terms.Bandwidth is { } most ? new Throttle(most, store.Clock) : null;
        await Parallel.ForEachAsync(
            wanted,
            new ParallelOptions { MaxDegreeOfParallelism = terms.Parallel, CancellationToken = cancellation },
            async (artifact, stop) => tally.Count(await TakeAsync(channel, artifact, throttle, tally, stop)));
        return new TakenArtifacts(tally.Added, tally.Bytes, plan.Artifacts.Count - wanted.Count + tally.Present, tally.Problems);
    }

    private async Task<PublishOutcome> TakeAsync(ManagedChannel channel, PlannedArtifact artifact, Throttle? throttle, Tally tally, CancellationToken cancellation)
    {
        var record = artifact.Record;
        try
        {
            if (await upstream.OpenAsync(artifact.Reference, etag: null, cancellation) is not UpstreamFile.Opened opened)
                return Refused(MirrorDiagnostics.Unavailable.In(record.ToString(), "the source lists it and does not have it"));
            await using (opened)
            {
                var size = record.Size > 0 ? record.Size : Receiver.DefaultMaxSize;
                using var received = await Receiver.ReceiveAsync(store, record.File, new CountedStream(opened.Content, throttle, tally.Add), size, cancellation);
                var now = store.Clock.GetUtcNow();
                var request = new PublishRequest
                {
                    Channel = channel.Name,
                    Actor = terms.Actor,
                    Subdir = record.Subdir,
                    ExpectedSha256 = record.Sha256,
                    ExpectedMd5 = record.Md5,
                    FirstSeen = record.FirstSeen(now, terms.IsFirst),
                };
                return await new Publisher(store).PublishAsync(received, request, cancellation);
            }
        }
        catch (BadInputException e)
        {
            return new PublishOutcome.Refused(e.Diagnostics);
        }
        catch (Exception e) when (e is IOException or HttpRequestException && !StoreTrouble.IsFull(e))
        {
            return Refused(MirrorDiagnostics.Unavailable.In(record.ToString(), e.Message));
        }

        static PublishOutcome.Refused Refused(Diagnostic problem) => new([problem]);
    }

    private sealed class Tally(int total, IProgress<SyncProgress>? progress)
    {
        private readonly Lock _gate = new();
        private readonly List<Diagnostic> _problems = [];
        private long _bytes;
        private int _done;

        public int Added { get; private set; }

        public int Present { get; private set; }

        public long Bytes => Interlocked.Read(ref _bytes);

        public IReadOnlyList<Diagnostic> Problems => _problems;

        public void Add(int bytes) => Interlocked.Add(ref _bytes, bytes);

        public void Count(PublishOutcome outcome)
        {
            lock (_gate)
            {
                _done++;
                if (outcome is PublishOutcome.Added)
                    Added++;
                else if (outcome is PublishOutcome.AlreadyPresent)
                    Present++;
                else
                    _problems.AddRange(ProblemsOf(outcome));
                progress?.Report(new SyncProgress("downloading", _done, total, Bytes));
            }
        }

        private static IEnumerable<Diagnostic> ProblemsOf(PublishOutcome outcome) => outcome switch
        {
            PublishOutcome.Conflict conflict => [conflict.Problem],
            PublishOutcome.Refused refused => refused.Problems.Where(problem => problem.Severity == Severity.Error),
            _ => [],
        };
    }
}
