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
        var candidates = upstream is RankedUpstreams several ? several.InOrder() : [upstream];
        for (var next = 0; ; next++)
        {
            // One source for all indexes: those of two need not fit together.
            var source = candidates[next];
            using var work = new WorkFolder(store.Incoming);
            try
            {
                return await RunAsync(channel, new UpstreamChannel(source, work.Path), ledger, progress, cancellation);
            }
            catch (BadInputException e) when (next + 1 < candidates.Count && e.Diagnostics.All(IsOfTheSource))
            {
                (upstream as RankedUpstreams)?.Blame(source);
            }
            catch (BadInputException e)
            {
                await ledger.FailedAsync(source.Name, e.Diagnostics[0].Message, hasLooked: false, CancellationToken.None);
                throw;
            }
        }
    }

    // What another source may do better.
    private static bool IsOfTheSource(Diagnostic problem) =>
        problem.Kind == MirrorDiagnostics.Unavailable || problem.Kind == MirrorDiagnostics.NotWhatItSays || problem.Kind == MirrorDiagnostics.NothingThere;

    /// <summary>The parts of <c>subdir/file</c>.</summary>
    internal static (string Subdir, string File) Split(string path) => (path[..path.IndexOf('/')], path[(path.IndexOf('/') + 1)..]);

    private async Task<SyncReport> RunAsync(ManagedChannel channel, UpstreamChannel source, MirrorLedger ledger, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new SyncProgress("asking what is new"));
        var vanished = await ledger.VanishedAsync(cancellation);
        if (await source.IsUnchangedAsync(await ledger.TagsAsync(cancellation), cancellation))
            return await EndAsync(TakenArtifacts.None, channel, isUnchanged: true, vanished, [], source, ledger, hasNewPatches: false, cancellation);
        var plan = await new MirrorPlanner(source, MirrorDefinition.SelectionOf(channel.Settings.Mirror!), store.Clock)
            .PlanAsync(SyncProgress.OfPlan(progress), cancellation);
        var held = await new ArtifactListing(store).DigestsAsync(channel.Id, cancellation);
        var gone = await GoneAsync(plan, held, cancellation);
        CheckVanished(channel, held.Count, gone.Count(path => !vanished.ContainsKey(path)));

        var own = terms with { IsFirst = (await ledger.StateAsync(cancellation))?.Synced is null };
        var taken = await TakeAsync(channel, plan, source, held, own, progress, cancellation);
        var patches = new ImportedPatches(store, channel.Name, terms.Actor, PatchSet, hides: false);
        foreach (var subdir in plan.Opened)
            await patches.CompareAsync(subdir.Subdir, subdir.OpenDocuments(), cancellation);
        var hasNewPatches = await patches.ApplyAsync(cancellation);
        return await EndAsync(taken, channel, isUnchanged: false, vanished, gone, source, ledger, hasNewPatches, cancellation);
    }

    // What a source lists without saying what it is cannot be proved later, so it is downloaded by every mirror.
    private async Task<TakenArtifacts> TakeAsync(
        ManagedChannel channel, MirrorPlan plan, UpstreamChannel source, IReadOnlyDictionary<string, Sha256> held, SyncTerms own, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        var downloads = new Downloads(store, upstream, own);
        if (!channel.Settings.Mirror!.PullThrough)
        {
            // What it listed by word while it was pull-through is fetched now.
            var missing = (await new RemoteArtifacts(store).NotHeldAsync(channel.Id, cancellation)).ToHashSet(StringComparer.Ordinal);
            return await downloads.RunAsync(channel, plan, missing.Count == 0 ? held : held.Where(pair => !missing.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal), progress, cancellation);
        }
        var byWord = plan.Artifacts.ToLookup(artifact => RemoteListing.CanList(artifact.Record));
        return await new RemoteListing(store, source, own).RunAsync(channel, plan with { Artifacts = [.. byWord[true]] }, held, progress, cancellation)
            + await downloads.RunAsync(channel, plan with { Artifacts = [.. byWord[false]] }, held, progress, cancellation);
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

    private async Task<SyncReport> EndAsync(
        TakenArtifacts taken, ManagedChannel channel, bool isUnchanged, Dictionary<string, DateTimeOffset> vanished, List<string> gone, UpstreamChannel source, MirrorLedger ledger, bool hasNewPatches, CancellationToken cancellation)
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
            await ledger.FailedAsync(source.Name, report.Summary, hasLooked: true, cancellation);
        return report;
    }
}
