using System.Globalization;
using Hearth.Channels;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Upkeep;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Planning;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Syncing;

/// <summary>
/// Brings a mirror up to date. Each artifact is held to the digest in the source's index and goes through the same door as an upload. What is
/// there is not downloaded again, so a sync that was broken off goes on; a source that fails or lies changes nothing that is held.
/// </summary>
public sealed class MirrorSync(ChannelStore store, IUpstream upstream, SyncTerms terms)
{
    /// <summary>The patch set that holds what the source shows differently from what its artifacts say.</summary>
    public const string PatchSet = "upstream";

    // Fewer than these vanish in the course of things, whatever per cent they are of a small mirror.
    private const int FewVanished = 10;

    /// <summary>Syncs.</summary>
    /// <param name="channel">A channel whose settings say what it mirrors.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Stops between artifacts.</param>
    /// <exception cref="BadInputException">The source cannot be read, or too much vanished from it. The mirror is as it was.</exception>
    public async Task<SyncReport> RunAsync(ManagedChannel channel, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        var ledger = new MirrorLedger(store, channel.Id);
        var work = Directory.CreateDirectory(Path.Combine(store.Incoming, "mirror-" + Guid.NewGuid().ToString("n"))).FullName;
        try
        {
            var report = await RunAsync(channel, new UpstreamChannel(upstream, work), ledger, progress, cancellation);
            return report;
        }
        catch (BadInputException e)
        {
            await ledger.FailedAsync(upstream.Name, e.Diagnostics[0].Message, CancellationToken.None);
            throw;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>The parts of <c>subdir/file</c>.</summary>
    internal static (string Subdir, string File) Split(string path) => (path[..path.IndexOf('/')], path[(path.IndexOf('/') + 1)..]);

    private async Task<SyncReport> RunAsync(ManagedChannel channel, UpstreamChannel source, MirrorLedger ledger, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new SyncProgress("asking what is new"));
        var vanished = await ledger.VanishedAsync(cancellation);
        if (await source.IsUnchangedAsync(await ledger.TagsAsync(cancellation), cancellation))
            return await EndAsync(new Taken([], 0, 0), channel, isUnchanged: true, vanished, [], source, ledger, hasNewPatches: false, cancellation);
        var plan = await new MirrorPlanner(source, MirrorDefinition.SelectionOf(channel.Settings.Mirror!), store.Clock)
            .PlanAsync(progress is null ? null : new PlanProgress(progress), cancellation);
        var held = await new ArtifactListing(store).DigestsAsync(channel.Id, cancellation);
        var gone = await GoneAsync(plan, held, cancellation);
        CheckVanished(channel, held.Count, gone.Count(path => !vanished.ContainsKey(path)));

        var taken = await TakeAsync(channel, plan, held, progress, cancellation);
        var patches = new ImportedPatches(store, channel.Name, terms.Actor, PatchSet, hides: false);
        foreach (var subdir in plan.Opened)
            await patches.CompareAsync(subdir.Subdir, subdir.OpenDocuments(), cancellation);
        var hasNewPatches = await patches.ApplyAsync(cancellation);
        return await EndAsync(taken, channel, isUnchanged: false, vanished, gone, source, ledger, hasNewPatches, cancellation);
    }

    // What is held and what the source does not list at all; what was merely not chosen any more stays.
    private static async Task<List<string>> GoneAsync(MirrorPlan plan, Dictionary<string, Sha256> held, CancellationToken cancellation)
    {
        var subdirs = plan.Opened.ToDictionary(subdir => subdir.Subdir, StringComparer.Ordinal);
        var chosen = plan.Artifacts.Select(artifact => artifact.Record.ToString()).ToHashSet(StringComparer.Ordinal);
        var gone = new List<string>();
        foreach (var path in held.Keys.Where(path => !chosen.Contains(path)).Order(StringComparer.Ordinal))
        {
            var (subdir, file) = Split(path);
            if (!subdirs.TryGetValue(subdir, out var opened))
                continue;
            var name = Conda.Names.ArtifactFileName.TryParseLenient(file, out var parsed) ? parsed.Name.ToString() : "";
            if ((await opened.RecordsOfAsync(name, cancellation)).All(record => record.File != file))
                gone.Add(path);
        }
        return gone;
    }

    private void CheckVanished(ManagedChannel channel, int held, int newly)
    {
        var percent = channel.Settings.Mirror!.MostVanishedPercent ?? MirrorDefinition.DefaultMostVanishedPercent;
        if (terms.AcceptsVanished || newly <= FewVanished || newly * 100L <= (long)held * percent)
            return;
        throw MirrorDiagnostics.TooManyVanished.Refuse(
            upstream.Name,
            string.Create(CultureInfo.InvariantCulture, $"{newly} of {held} artifacts are not listed any more, which is over {percent} %"),
            "look at the source; if it is right, sync once with --accept-vanished");
    }

    private async Task<Taken> TakeAsync(ManagedChannel channel, MirrorPlan plan, Dictionary<string, Sha256> held, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        var wanted = plan.Artifacts.Where(artifact => !held.TryGetValue(artifact.Record.ToString(), out var digest) || digest != artifact.Record.Sha256).ToList();
        var tally = new Tally(wanted.Count, progress);
        var throttle = terms.Bandwidth is { } most ? new Throttle(most, store.Clock) : null;
        await Parallel.ForEachAsync(
            wanted,
            new ParallelOptions { MaxDegreeOfParallelism = terms.Parallel, CancellationToken = cancellation },
            async (artifact, stop) => tally.Count(await TakeAsync(channel, artifact, throttle, tally, stop)));
        return new Taken(tally.Problems, tally.Added, tally.Bytes) { Held = plan.Artifacts.Count - wanted.Count + tally.Present };
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
                    // CEP 47: a mirror keeps the value of its source.
                    FirstSeen = record.At is { } seen && seen < now ? seen : now,
                };
                return await new Publisher(store).PublishAsync(received, request, cancellation);
            }
        }
        catch (BadInputException e)
        {
            return new PublishOutcome.Refused(e.Diagnostics);
        }
        catch (Exception e) when (e is IOException or HttpRequestException && !Channels.StoreTrouble.IsFull(e))
        {
            return Refused(MirrorDiagnostics.Unavailable.In(record.ToString(), e.Message));
        }

        static PublishOutcome.Refused Refused(Diagnostic problem) => new([problem]);
    }

    private async Task<SyncReport> EndAsync(
        Taken taken, ManagedChannel channel, bool isUnchanged, Dictionary<string, DateTimeOffset> vanished, List<string> gone, UpstreamChannel source, MirrorLedger ledger, bool hasNewPatches, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        var held = isUnchanged ? vanished : gone.ToDictionary(path => path, path => vanished.TryGetValue(path, out var since) ? since : now, StringComparer.Ordinal);
        var hold = TimeSpan.FromDays(channel.Settings.Mirror!.HoldDays ?? MirrorDefinition.DefaultHoldDays);
        var removed = 0;
        foreach (var path in held.Where(pair => now - pair.Value >= hold).Select(pair => pair.Key).ToList())
        {
            var (subdir, file) = Split(path);
            if (await new ArtifactChanges(store).RemoveAsync(channel.Name, subdir, file, terms.Actor, "the source no longer lists it", block: false, cancellation) is not null)
                removed++;
            held.Remove(path);
        }
        if (!isUnchanged || removed > 0)
            await ledger.SetVanishedAsync(held, cancellation);
        var report = new SyncReport(source.Name, isUnchanged, taken.Added, taken.Bytes, taken.Held, held.Count, removed, hasNewPatches, taken.Problems);
        if (report.Problems.Count == 0)
            await ledger.SyncedAsync(source.Name, report.Summary, isUnchanged ? await ledger.TagsAsync(cancellation) : source.Tags, cancellation);
        else
            await ledger.FailedAsync(source.Name, report.Summary, cancellation);
        return report;
    }

    private sealed record Taken(IReadOnlyList<Diagnostic> Problems, int Added, long Bytes)
    {
        public int Held { get; init; }
    }

    private sealed class PlanProgress(IProgress<SyncProgress> progress) : IProgress<string>
    {
        public void Report(string value) => progress.Report(new SyncProgress(value));
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
