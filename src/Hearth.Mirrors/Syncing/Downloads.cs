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
        var tally = new DownloadTally(wanted.Count, wanted.Sum(artifact => artifact.Record.Size), progress);
        tally.Add(0);
        if (wanted.Count > 0)
            await TakeAsync(channel, wanted, tally, cancellation);
        return new TakenArtifacts(tally.Added, tally.Bytes, plan.Artifacts.Count - wanted.Count + tally.Present, tally.Problems);
    }

    private async Task TakeAsync(ManagedChannel channel, List<PlannedArtifact> wanted, DownloadTally tally, CancellationToken cancellation)
    {
        var throttle = terms.Bandwidth is { } most ? new Throttle(most, store.Clock) : null;
        var publisher = new GroupPublisher(store, channel.Name, terms.Actor);
        var arrived = new ArrivedArtifacts(publisher, tally);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // Where nothing can be taken any more, nothing more is downloaded.
        var taking = Task.Run(() => EndingAsync(arrived.TakeAllAsync(stop.Token), stop), CancellationToken.None);
        try
        {
            await Parallel.ForEachAsync(
                wanted,
                new ParallelOptions { MaxDegreeOfParallelism = terms.Parallel, CancellationToken = stop.Token },
                async (artifact, end) =>
                {
                    if (await BringAsync(channel, publisher, artifact, throttle, tally, end) is { } file)
                        await arrived.AddAsync(file, end);
                });
        }
        finally
        {
            arrived.Complete();
            try
            {
                await taking;
            }
            finally
            {
                arrived.Discard();
            }
        }
    }

    private static async Task EndingAsync(Task taking, CancellationTokenSource stop)
    {
        try
        {
            await taking;
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    // From the first source that gives what the index says; null if none does, which is counted.
    private async Task<ExaminedFile?> BringAsync(
        ManagedChannel channel, GroupPublisher publisher, PlannedArtifact artifact, Throttle? throttle, DownloadTally tally, CancellationToken cancellation)
    {
        var several = upstream as RankedUpstreams;
        var problems = new List<Diagnostic>();
        foreach (var source in several?.InOrder() ?? [upstream])
        {
            var (received, found) = await ReceiveAsync(source, artifact.Record, artifact.Reference, throttle, tally, cancellation);
            if (received is not null)
                return Examine(channel, publisher, artifact.Record, received, cancellation);
            several?.Blame(source);
            problems.AddRange(found);
        }
        tally.Count(new PublishOutcome.Refused(problems));
        return null;
    }

    private async Task<(ReceivedFile? Received, IReadOnlyList<Diagnostic> Problems)> ReceiveAsync(
        IUpstream source, UpstreamRecord record, string reference, Throttle? throttle, DownloadTally tally, CancellationToken cancellation)
    {
        try
        {
            if (await source.OpenAsync(reference, etag: null, cancellation) is not UpstreamFile.Opened opened)
                return (null, [MirrorDiagnostics.Unavailable.In(record.ToString(), $"{source.Name} lists it and does not have it")]);
            await using (opened)
            {
                var size = record.Size > 0 ? record.Size : Receiver.DefaultMaxSize;
                var md5 = record.Sha256 is null ? null : record.Md5;
                var received = await Receiver.ReceiveAsync(store, record.File, new CountedStream(opened.Content, throttle, tally.Add), size, cancellation, md5);
                if (record.Sha256 is not { } sha256 || received.Digests.Sha256 == sha256)
                    return (received, []);
                received.Dispose();
                return (null, [Differs(record, source, sha256, received.Digests.Sha256)]);
            }
        }
        catch (BadInputException e)
        {
            return (null, [.. e.Diagnostics.Select(problem => problem with { File = record.ToString(), Message = $"{problem.File ?? source.Name}: {problem.Message}" })]);
        }
        catch (Exception e) when (e is IOException or HttpRequestException && !StoreTrouble.IsFull(e))
        {
            return (null, [MirrorDiagnostics.Unavailable.In(record.ToString(), e.Message)]);
        }
    }

    private static Diagnostic Differs(UpstreamRecord record, IUpstream source, Sha256 expected, Sha256 actual) =>
        PublishDiagnostics.DigestMismatch.In(record.ToString(), $"the SHA-256 of what {source.Name} gives is {actual}, announced was {expected}") with { Expected = expected.ToString(), Actual = actual.ToString() };

    private ExaminedFile Examine(ManagedChannel channel, GroupPublisher publisher, UpstreamRecord record, ReceivedFile received, CancellationToken cancellation)
    {
        try
        {
            var request = new PublishRequest
            {
                Channel = channel.Name,
                Actor = terms.Actor,
                Subdir = record.Subdir,
                ExpectedSha256 = record.Sha256,
                ExpectedMd5 = record.Md5,
                IsCopy = true,
                FirstSeen = record.FirstSeen(store.Clock.GetUtcNow(), terms.IsFirst),
            };
            return publisher.Examine(received, request, channel.Settings, cancellation);
        }
        catch
        {
            received.Dispose();
            throw;
        }
    }
}
