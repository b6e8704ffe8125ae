using Hearth.Channels;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Upkeep;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Planning;
using Hearth.Mirrors.Syncing;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Verification;

/// <summary>
/// Compares a mirror with its source as both are at one instant, artifact by artifact and record by record; what it holds with the digests that it
/// speaks of; and its views with its log. What is damaged can be fetched again.
/// </summary>
public sealed class MirrorVerification(ChannelStore store, IUpstream upstream, VerificationTerms terms)
{
    /// <summary>Verifies.</summary>
    /// <param name="channel">The mirror.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Stops; bytes that were read need not be read again.</param>
    /// <exception cref="BadInputException">The source cannot be read.</exception>
    public async Task<VerificationReport> RunAsync(ManagedChannel channel, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        using var work = new WorkFolder(store.Incoming);
        var plan = await new MirrorPlanner(new UpstreamChannel(upstream, work.Path), MirrorDefinition.SelectionOf(channel.Settings.Mirror!), store.Clock)
            .PlanAsync(SyncProgress.OfPlan(progress), cancellation);
        var at = store.Clock.GetUtcNow();
        var revision = (await store.Catalog.FindAsync(channel.Name, cancellation))?.Revision ?? channel.Revision;
        var problems = new List<Diagnostic>();
        var held = await new ArtifactListing(store).DigestsAsync(channel.Id, cancellation);
        Compare(plan, held, problems);
        await CompareRecordsAsync(channel, plan, problems, cancellation);

        var bytes = new HeldBytes(store, channel, progress);
        var found = terms.ReadsBytes ? await bytes.ReadAsync(cancellation) : await bytes.CountAsync(cancellation);
        var repaired = await RepairAsync(channel, plan, found.Damaged, problems, cancellation);
        if (terms.ReadsBytes)
            await bytes.EndAsync(cancellation);
        var check = new ChannelCheck(store);
        var wrong = terms.Repairs ? (await check.RepairAsync(channel, readArtifacts: false, cancellation)).Left : await check.RunAsync(channel, readArtifacts: false, cancellation);
        // Bytes that are lost were named above, with what came of their repair.
        problems.AddRange(wrong.Where(problem => !problems.Exists(named => named.Kind == problem.Kind && named.File == problem.File)).ToList());
        var withdrawn = (await new MirrorLedger(store, channel.Id).VanishedAsync(cancellation)).Count;
        return new VerificationReport(at, plan.Channel, revision, plan.Artifacts.Count, withdrawn, found.Files, found.Bytes, found.IsResumed, repaired, problems);
    }

    private static void Compare(MirrorPlan plan, Dictionary<string, Sha256> held, List<Diagnostic> problems)
    {
        foreach (var record in plan.Artifacts.Select(artifact => artifact.Record))
        {
            if (!held.TryGetValue(record.ToString(), out var digest))
                problems.Add(MirrorDiagnostics.Differs.In(record.ToString(), "the source lists it, and the mirror does not have it"));
            else if (record.Sha256 is { } expected && digest != expected)
                problems.Add(MirrorDiagnostics.Differs.In(record.ToString(), "the source lists other bytes under this name") with { Expected = expected.ToString(), Actual = digest.ToString() });
        }
    }

    private async Task CompareRecordsAsync(ManagedChannel channel, MirrorPlan plan, List<Diagnostic> problems, CancellationToken cancellation)
    {
        var planned = plan.Artifacts.Select(artifact => artifact.Record.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var subdir in plan.Opened)
        {
            var differing = await new ShownComparison(store).DifferingAsync(channel.Id, subdir.Subdir, subdir.OpenDocuments(), cancellation);
            problems.AddRange(differing.Select(file => $"{subdir.Subdir}/{file}").Where(planned.Contains).Select(path => MirrorDiagnostics.Differs.In(path, "the source shows its record differently")));
        }
    }

    private async Task<List<string>> RepairAsync(ManagedChannel channel, MirrorPlan plan, IReadOnlyList<HeldFile> damaged, List<Diagnostic> problems, CancellationToken cancellation)
    {
        var repaired = new List<string>();
        if (damaged.Count == 0)
            return repaired;
        var references = plan.Artifacts.Where(artifact => artifact.Record.Sha256 is not null).DistinctBy(artifact => artifact.Record.Sha256).ToDictionary(artifact => artifact.Record.Sha256!.Value, artifact => artifact.Reference);
        var repair = new ArtifactRepair(store, upstream, references);
        foreach (var file in damaged)
        {
            var reason = terms.Repairs ? await repair.RunAsync(file, cancellation) : "--repair fetches it again";
            if (reason is null)
                repaired.Add(file.Path);
            else
                problems.Add(UpkeepDiagnostics.BlobMissing.In($"{channel.Name}/{file.Path}", $"the blob {file.Sha256} is missing or holds other bytes: {reason}"));
        }
        return repaired;
    }
}
