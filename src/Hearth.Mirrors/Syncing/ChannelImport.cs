using Hearth.Channels;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Upkeep;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Planning;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Syncing;

/// <summary>
/// Takes all of a channel elsewhere into a managed one, once, with its dates and its patches. What is there already is not downloaded, so
/// an import that was broken off goes on.
/// </summary>
public sealed class ChannelImport(ChannelStore store, IUpstream upstream, SyncTerms terms)
{
    /// <summary>Imports.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Stops between artifacts.</param>
    /// <exception cref="BadInputException">The source cannot be read.</exception>
    public async Task<ImportReport> RunAsync(ManagedChannel channel, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        using var work = new WorkFolder(store.Incoming);
        var plan = await new MirrorPlanner(new UpstreamChannel(upstream, work.Path), new MirrorSelection(), store.Clock).PlanAsync(SyncProgress.OfPlan(progress), cancellation);
        var held = await new ArtifactListing(store).DigestsAsync(channel.Id, cancellation);
        var taken = await new Downloads(store, upstream, terms with { IsFirst = true }).RunAsync(channel, plan, held, progress, cancellation);
        var patches = new ImportedPatches(store, channel.Name, terms.Actor);
        foreach (var subdir in plan.Opened)
            await patches.CompareAsync(subdir.Subdir, subdir.OpenDocuments(), asShown: null, cancellation);
        await patches.ApplyAsync(cancellation);
        return new ImportReport(taken.Added, taken.Held, taken.Problems);
    }
}
