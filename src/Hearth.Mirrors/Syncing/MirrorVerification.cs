using Hearth.Channels;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Upkeep;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Planning;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Syncing;

/// <summary>Compares a mirror with its source as both are now, and what the mirror holds with the digests that it speaks of.</summary>
public sealed class MirrorVerification(ChannelStore store, IUpstream upstream)
{
    /// <summary>Verifies.</summary>
    /// <param name="channel">The mirror.</param>
    /// <param name="readsArtifacts">Whether every byte that is held is read and hashed.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>How many artifacts were compared, and what differs.</returns>
    /// <exception cref="BadInputException">The source cannot be read.</exception>
    public async Task<(int Compared, IReadOnlyList<Diagnostic> Problems)> RunAsync(ManagedChannel channel, bool readsArtifacts, CancellationToken cancellation)
    {
        using var work = new WorkFolder(store.Incoming);
        var plan = await new MirrorPlanner(new UpstreamChannel(upstream, work.Path), MirrorDefinition.SelectionOf(channel.Settings.Mirror!), store.Clock).PlanAsync(null, cancellation);
        var held = await new ArtifactListing(store).DigestsAsync(channel.Id, cancellation);
        var problems = new List<Diagnostic>();
        foreach (var record in plan.Artifacts.Select(artifact => artifact.Record))
        {
            if (!held.TryGetValue(record.ToString(), out var digest))
                problems.Add(MirrorDiagnostics.Differs.In(record.ToString(), "the source lists it, and the mirror does not have it"));
            else if (record.Sha256 is { } expected && digest != expected)
                problems.Add(MirrorDiagnostics.Differs.In(record.ToString(), "the source lists other bytes under this name") with { Expected = expected.ToString(), Actual = digest.ToString() });
        }
        problems.AddRange(await new ChannelCheck(store).RunAsync(channel, readsArtifacts, cancellation));
        return (plan.Artifacts.Count, problems);
    }
}
