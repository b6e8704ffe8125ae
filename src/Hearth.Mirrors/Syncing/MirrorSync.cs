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

    // However well the feed of a source is followed, its indexes are what clients see.
    private static readonly TimeSpan LookAtAllEvery = TimeSpan.FromDays(1);

    private static readonly byte[] NoNotices = "{\"notices\":[]}"u8.ToArray();

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
        var candidates = upstream is RankedUpstreams several ? several.InOrder() : [upstream];
        for (var next = 0; ; next++)
        {
            // One source for all indexes: those of two need not fit together.
            var source = candidates[next];
            using var work = new WorkFolder(store.Incoming);
            try
            {
                var report = await RunAsync(channel, new UpstreamChannel(source, work.Path), ledger, progress, cancellation);
                if (terms.IsDryRun)
                    return report;
                store.Metrics.Synced(report.IsUnchanged ? "unchanged" : report.Problems.Count == 0 ? "changed" : "incomplete");
                return report;
            }
            catch (BadInputException e) when (next + 1 < candidates.Count && e.Diagnostics.All(IsOfTheSource))
            {
                (upstream as RankedUpstreams)?.Blame(source);
            }
            catch (BadInputException e) when (!terms.IsDryRun)
            {
                await ledger.FailedAsync(source.Name, e.Diagnostics[0].Message, report: null, CancellationToken.None);
                store.Metrics.Synced("failed");
                throw;
            }
        }
    }

    // What another source may do better.
    private static bool IsOfTheSource(Diagnostic problem) =>
        problem.Kind == MirrorDiagnostics.Unavailable || problem.Kind == MirrorDiagnostics.NotWhatItSays || problem.Kind == MirrorDiagnostics.NothingThere || problem.Kind == MirrorDiagnostics.NotLetIn
        || problem.Kind == MirrorDiagnostics.HostNotNamed || problem.Kind == MirrorDiagnostics.PrivateAddress || problem.Kind == MirrorDiagnostics.RegistryLogin || problem.Kind == MirrorDiagnostics.RegistryRefuses;

    /// <summary>The parts of <c>subdir/file</c>.</summary>
    internal static (string Subdir, string File) Split(string path) => (path[..path.IndexOf('/')], path[(path.IndexOf('/') + 1)..]);

    private async Task<SyncReport> RunAsync(ManagedChannel channel, UpstreamChannel source, MirrorLedger ledger, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new SyncProgress("asking what is new"));
        var vanished = await ledger.VanishedAsync(cancellation);
        var feed = await ledger.FeedAsync(cancellation);
        if (feed is not null && feed.LookedAtAll > store.Clock.GetUtcNow() - LookAtAllEvery && await FollowAsync(channel, source, ledger, feed, vanished, progress, cancellation) is { } followed)
            return followed;
        // Asked for before the indexes, so that these show no less.
        var head = feed is null ? null : await FeedFollower.HeadAsync(source, feed, store.Clock.GetUtcNow(), cancellation);
        var tags = await ledger.TagsAsync(cancellation);
        if (await source.IsUnchangedAsync(tags, cancellation))
            return await EndAsync(channel, source, ledger, new Looked(TakenArtifacts.None, vanished, head) { IsUnchanged = true }, cancellation);
        var plan = await PlannerOf(channel, source).PlanAsync(SyncProgress.OfPlan(progress), cancellation);
        var held = await new ArtifactListing(store).DigestsAsync(channel.Id, cancellation);
        var gone = await GoneAsync(channel, plan, held, cancellation);
        CheckVanished(channel, held.Count, gone.Count(path => !vanished.ContainsKey(path)));
        if (terms.IsDryRun)
            return Foreseen(channel, source, plan, held, Since(gone, vanished));
        await CarryRelationsAsync(channel, plan, cancellation);
        var taken = await TakeAsync(channel, plan, source, held, ledger, progress, cancellation);
        var patches = PatchesOf(channel);
        foreach (var subdir in plan.Opened)
            await patches.CompareAsync(subdir.Subdir, subdir.OpenDocuments(), taken.Listed.Where(record => record.Subdir == subdir.Subdir).Select(record => record.File).ToHashSet(StringComparer.Ordinal), cancellation);
        var hasNewPatches = await patches.ApplyAsync(cancellation);
        await CarryNoticesAsync(channel, source, tags, cancellation);
        var reached = source.Feed is { } seen ? new FeedPosition(source.Name, seen, head?.Revision, head?.Hash, store.Clock.GetUtcNow()) : head;
        return await EndAsync(channel, source, ledger, new Looked(taken, Since(gone, vanished), reached) { HasNewPatches = hasNewPatches }, cancellation);
    }

    // Null if the feed does not suffice, and everything has to be looked at.
    private async Task<SyncReport?> FollowAsync(
        ManagedChannel channel, UpstreamChannel source, MirrorLedger ledger, FeedPosition feed, Dictionary<string, DateTimeOffset> vanished, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        if (await FeedFollower.NewsAsync(source, feed, cancellation) is not { } news)
            return null;
        if (news.Names.Count == 0)
            return await EndAsync(channel, source, ledger, new Looked(TakenArtifacts.None, vanished, news.Reached) { IsUnchanged = true }, cancellation);
        if (await PlannerOf(channel, source).PlanOfNamesAsync(news.Names, news.Last, cancellation) is not { } plan)
            return null;
        var listing = new ArtifactListing(store);
        var held = await listing.DigestsOfAsync(channel.Id, news.Names, cancellation);
        var gone = await GoneAsync(channel, plan, held, cancellation);
        CheckVanished(channel, await listing.CountAsync(channel.Id, cancellation), gone.Count(path => !vanished.ContainsKey(path)));
        if (terms.IsDryRun)
            return Foreseen(channel, source, plan, held, Since([.. gone, .. vanished.Keys.Where(path => !held.ContainsKey(path))], vanished));
        var taken = await TakeAsync(channel, plan, source, held, ledger, progress, cancellation);
        var patches = PatchesOf(channel);
        foreach (var subdir in plan.Opened)
            await patches.CompareNamesAsync(subdir.Subdir, news.Names[subdir.Subdir], subdir.OpenDocuments(), cancellation);
        var hasNewPatches = await patches.ApplyAsync(cancellation);
        // Of what was not looked at, what had vanished still has.
        var still = Since([.. gone, .. vanished.Keys.Where(path => !held.ContainsKey(path))], vanished);
        return await EndAsync(channel, source, ledger, new Looked(taken, still, news.Reached) { IsFollowed = true, HasNewPatches = hasNewPatches }, cancellation);
    }

    private MirrorPlanner PlannerOf(ManagedChannel channel, UpstreamChannel source) => new(source, MirrorDefinition.SelectionOf(channel.Settings.Mirror!), store.Clock);

    private ImportedPatches PatchesOf(ManagedChannel channel) => new(store, channel.Name, terms.Actor, PatchSet, hides: false);

    private Dictionary<string, DateTimeOffset> Since(IEnumerable<string> gone, Dictionary<string, DateTimeOffset> vanished)
    {
        var now = store.Clock.GetUtcNow();
        return gone.ToDictionary(path => path, path => vanished.TryGetValue(path, out var since) ? since : now, StringComparer.Ordinal);
    }

    // Where the source has none, and had none when it was last looked at, those that were set here stay.
    private async Task CarryNoticesAsync(ManagedChannel channel, UpstreamChannel source, IReadOnlyDictionary<string, string> tags, CancellationToken cancellation)
    {
        if (await source.NoticesAsync(cancellation) is not { } notices || (notices.Length == 0 && !UpstreamChannel.HadNotices(tags)))
            return;
        var wanted = notices.Length == 0 ? NoNotices : notices;
        if (await store.Catalog.NoticesAsync(channel.Id, cancellation) is not { } own || !own.AsSpan().SequenceEqual(wanted))
            await store.Catalog.SetNoticesAsync(channel.Name, wanted, terms.Actor, cancellation);
    }

    private async Task CarryRelationsAsync(ManagedChannel channel, MirrorPlan plan, CancellationToken cancellation)
    {
        var relations = plan.Opened.Select(subdir => subdir.Relations).FirstOrDefault(said => said is not null);
        await store.Catalog.ConfigureAsync(
            channel.Name,
            now => now.Mirror is { } mirror && (mirror.RelationsBase, mirror.RelationsOverrides) != (relations?.Base, relations?.Overrides)
                ? now with { Mirror = mirror with { RelationsBase = relations?.Base, RelationsOverrides = relations?.Overrides } }
                : null,
            terms.Actor,
            cancellation);
    }

    // What a source lists without saying what it is cannot be proved later, so it is downloaded by every mirror.
    private async Task<TakenArtifacts> TakeAsync(
        ManagedChannel channel, MirrorPlan plan, UpstreamChannel source, IReadOnlyDictionary<string, Sha256> held, MirrorLedger ledger, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        var own = terms with { IsFirst = (await ledger.StateAsync(cancellation))?.Synced is null };
        var downloads = new Downloads(store, upstream, own);
        if (!channel.Settings.Mirror!.PullThrough)
        {
            // What it listed by word while it was pull-through is fetched now.
            var missing = (await new RemoteArtifacts(store).NotHeldAsync(channel.Id, cancellation)).ToHashSet(StringComparer.Ordinal);
            return await downloads.RunAsync(channel, plan, missing.Count == 0 ? held : held.Where(pair => !missing.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal), progress, cancellation);
        }
        if (plan.Artifacts.All(artifact => RemoteListing.CanList(artifact.Record)))
            return await new RemoteListing(store, source, own).RunAsync(channel, plan, held, progress, cancellation);
        var byWord = plan.Artifacts.ToLookup(artifact => RemoteListing.CanList(artifact.Record));
        return await new RemoteListing(store, source, own).RunAsync(channel, plan with { Artifacts = [.. byWord[true]] }, held, progress, cancellation)
            + await downloads.RunAsync(channel, plan with { Artifacts = [.. byWord[false]] }, held, progress, cancellation);
    }

    // What is held and what the source does not list at all, be it that it has not even the subdir; what was merely not chosen any more stays.
    private static async Task<List<string>> GoneAsync(ManagedChannel channel, MirrorPlan plan, Dictionary<string, Sha256> held, CancellationToken cancellation)
    {
        if (held.Count == 0)
            return [];
        var wanted = channel.Settings.Mirror!.Subdirs ?? [];
        var subdirs = plan.Opened.ToDictionary(subdir => subdir.Subdir, StringComparer.Ordinal);
        var chosen = plan.Artifacts.Select(artifact => artifact.Record.ToString()).ToHashSet(StringComparer.Ordinal);
        var gone = new List<string>();
        foreach (var path in held.Keys.Where(path => !chosen.Contains(path)).Order(StringComparer.Ordinal))
        {
            var (subdir, file) = Split(path);
            if (!subdirs.TryGetValue(subdir, out var opened))
            {
                if (wanted.Count == 0 || wanted.Contains(subdir) || subdir == Conda.Names.Subdir.NoArch.ToString())
                    gone.Add(path);
                continue;
            }
            var name = Conda.Names.ArtifactFileName.TryParseLenient(file, out var parsed) ? parsed.Name.ToString() : "";
            if ((await opened.RecordsOfAsync(name, cancellation)).All(record => record.File != file))
                gone.Add(path);
        }
        return gone;
    }

    private void CheckVanished(ManagedChannel channel, long held, int newly)
    {
        var percent = channel.Settings.Mirror!.MostVanishedPercent ?? MirrorDefinition.DefaultMostVanishedPercent;
        if (terms.AcceptsVanished || newly <= FewVanished || newly * 100L <= held * percent)
            return;
        throw MirrorDiagnostics.TooManyVanished.Refuse(
            upstream.Name,
            string.Create(CultureInfo.InvariantCulture, $"{newly} of {held} artifacts are not listed any more, which is over {percent} %"),
            "look at the source; if it is right, sync once with --accept-vanished");
    }

    private async Task<SyncReport> EndAsync(ManagedChannel channel, UpstreamChannel source, MirrorLedger ledger, Looked looked, CancellationToken cancellation)
    {
        var (taken, vanished) = (looked.Taken, looked.Vanished);
        var due = DueForRemoval(channel, vanished);
        if (terms.IsDryRun)
            return new SyncReport(source.Name, looked.IsUnchanged, 0, 0, 0, vanished.Count - due.Count, due.Count, HasNewPatches: false, []) { SourceRevision = looked.Reached?.Revision };
        var removed = 0;
        foreach (var path in due)
        {
            var (subdir, file) = Split(path);
            if (await new ArtifactChanges(store).RemoveAsync(channel.Name, subdir, file, terms.Actor, "the source no longer lists it", block: false, cancellation) is not null)
                removed++;
            vanished.Remove(path);
        }
        if (!looked.IsUnchanged || removed > 0)
            await ledger.SetVanishedAsync(vanished, cancellation);
        var report = new SyncReport(source.Name, looked.IsUnchanged, taken.Added, taken.Bytes, taken.Held, vanished.Count, removed, looked.HasNewPatches, taken.Problems) { SourceRevision = looked.Reached?.Revision };
        if (report.Problems.Count == 0)
            await ledger.SyncedAsync(source.Name, report.Summary, looked.IsUnchanged || looked.IsFollowed ? await ledger.TagsAsync(cancellation) : source.Tags, looked.Reached, cancellation);
        else
            await ledger.FailedAsync(source.Name, report.Summary, report, cancellation);
        return report;
    }

    private List<string> DueForRemoval(ManagedChannel channel, Dictionary<string, DateTimeOffset> vanished)
    {
        var now = store.Clock.GetUtcNow();
        var hold = TimeSpan.FromDays(channel.Settings.Mirror!.HoldDays ?? MirrorDefinition.DefaultHoldDays);
        return [.. vanished.Where(pair => now - pair.Value >= hold).Select(pair => pair.Key)];
    }

    // What a sync would do, as far as metadata tells: patches are found when records are compared.
    private SyncReport Foreseen(ManagedChannel channel, UpstreamChannel source, MirrorPlan plan, Dictionary<string, Sha256> held, Dictionary<string, DateTimeOffset> vanished)
    {
        var wanted = plan.Artifacts.Where(artifact => !held.TryGetValue(artifact.Record.ToString(), out var digest) || digest != artifact.Record.Sha256).ToList();
        var bytes = wanted.Where(artifact => !channel.Settings.Mirror!.PullThrough || !RemoteListing.CanList(artifact.Record)).Sum(artifact => artifact.Record.Size);
        var due = DueForRemoval(channel, vanished).Count;
        return new SyncReport(source.Name, IsUnchanged: false, wanted.Count, bytes, plan.Artifacts.Count - wanted.Count, vanished.Count - due, due, HasNewPatches: false, []);
    }

    // What came of looking at the source.
    private sealed record Looked(TakenArtifacts Taken, Dictionary<string, DateTimeOffset> Vanished, FeedPosition? Reached)
    {
        // Nothing was new.
        public bool IsUnchanged { get; init; }

        // The names that changed were looked at, and no index of the whole.
        public bool IsFollowed { get; init; }

        public bool HasNewPatches { get; init; }
    }
}
