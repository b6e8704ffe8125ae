using Hearth.Channels.Databases;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Patches;
using Hearth.Foundation.Json;

namespace Hearth.Channels.History;

/// <summary>
/// Makes a channel list what it listed in a state of its past, with the patch sets of then: as new changes, all in one transaction, so
/// that the way back is there as well. Settings, notices and who may do what stay as they are.
/// </summary>
public sealed class Rollback(ChannelStore store, ManagedChannel channel)
{
    /// <summary>Rolls back.</summary>
    /// <param name="revision">A settled revision.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="isDryRun">Whether only to say what would change.</param>
    /// <param name="cancellation">Gives up; nothing is half done.</param>
    public async Task<RolledBack> RunAsync(long revision, string actor, bool isDryRun, CancellationToken cancellation)
    {
        if (isDryRun)
            return await store.Database.ReadAsync(async session => (await PlanAsync(session, revision, cancellation)).Told(channel.Revision), cancellation);
        var done = await store.ChangeAsync(
            channel.Name,
            actor,
            async transaction =>
            {
                var plan = await PlanAsync(transaction.Session, revision, cancellation);
                await ApplyAsync(transaction, plan, revision);
                var head = await transaction.Session.NumberAsync($"SELECT revision FROM channel WHERE id = {channel.Id}", cancellation);
                return plan.Told(head);
            },
            cancellation);
        return done ?? throw new InvalidOperationException($"the channel {channel.Name} is gone");
    }

    private async Task<Plan> PlanAsync(SqlSession session, long revision, CancellationToken cancellation)
    {
        var listings = new SortedDictionary<long, Relisting>();
        var labels = await session.QueryAsync($"SELECT DISTINCT label FROM view WHERE channel = {channel.Id} AND substr(label, 1, 5) <> 'view/' ORDER BY label", row => row.Text(0), cancellation);
        foreach (var label in labels)
        {
            var wanted = new HashSet<long>();
            foreach (var shown in await Publication.OfLabelAsync(session, channel.Id, label, revision, cancellation))
                wanted.UnionWith(PastNames.Artifacts(session, channel.Id, shown));
            session.Visit($"SELECT artifact FROM listing WHERE channel = {channel.Id} AND label = {label}", row =>
            {
                if (!wanted.Remove(row.Integer(0)))
                    Of(row.Integer(0)).Off.Add(label);
            });
            foreach (var artifact in wanted)
                Of(artifact).On.Add(label);
        }
        foreach (var (artifact, relisting) in listings)
            await LookAtAsync(session, artifact, relisting, cancellation);
        var (now, then) = (await SetsAsync(session, long.MaxValue, cancellation), await SetsAsync(session, revision, cancellation));
        var kept = now.Zip(then).TakeWhile(pair => pair.First == pair.Second).Count();
        return new Plan(listings, now[kept..], then[kept..]);

        Relisting Of(long artifact) => listings.TryGetValue(artifact, out var known) ? known : listings[artifact] = new Relisting();
    }

    private static async Task LookAtAsync(SqlSession session, long artifact, Relisting relisting, CancellationToken cancellation)
    {
        var (isRemoved, isBlocked) = await session.FirstAsync($"SELECT removed, blocked FROM artifact WHERE id = {artifact}", row => (row.IntegerOrNull(0) is not null, row.Flag(1)), cancellation);
        var labels = await session.NumberAsync($"SELECT count(*) FROM listing WHERE artifact = {artifact} AND substr(label, 1, 5) <> 'view/'", cancellation);
        relisting.Kind = isBlocked ? ChangeKind.ArtifactBlocked
            : isRemoved ? ChangeKind.ArtifactRestored
            : relisting.On.Count == 0 && relisting.Off.Count == labels ? ChangeKind.ArtifactRemoved
            : ChangeKind.LabelsSet;
    }

    // The sets in force at a revision, in the order in which they were applied.
    private Task<List<(string Name, long Applied)>> SetsAsync(SqlSession session, long revision, CancellationToken cancellation) => session.QueryAsync(
        $"""
        SELECT DISTINCT applied, name FROM patch_set WHERE channel = {channel.Id} AND applied <= {revision} AND (withdrawn IS NULL OR withdrawn > {revision}) ORDER BY applied, name
        """,
        row => (row.Text(1), row.Integer(0)),
        cancellation);

    private async Task ApplyAsync(ChannelTransaction transaction, Plan plan, long revision)
    {
        var reason = new JsonObjectBuilder().Set("reason"u8, $"rolled back to r{revision}").Build();
        // What goes first makes room for what comes: two artifacts may have had one name.
        foreach (var (artifact, relisting) in plan.Listings.OrderBy(listing => listing.Value.Kind == ChangeKind.ArtifactRemoved ? 0 : 1))
        {
            if (relisting.Kind != ChangeKind.ArtifactBlocked && await StoredArtifact.OfIdAsync(transaction.Session, artifact, transaction.Cancellation) is { } stored)
                await RelistAsync(transaction, stored, relisting, reason);
        }
        foreach (var set in plan.Withdrawn)
            await PatchSets.WithdrawAsync(transaction, set.Name);
        foreach (var set in plan.Applied)
            await PatchSets.ApplyAsync(transaction, set.Name, await InstructionsAsync(transaction, set));
    }

    private async Task RelistAsync(ChannelTransaction transaction, StoredArtifact stored, Relisting relisting, byte[] reason)
    {
        var had = await transaction.LabelsOfAsync(stored.Id);
        var labels = had.Except(relisting.Off, StringComparer.Ordinal).Union(relisting.On, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var body = new JsonObjectBuilder().SetAll(reason).Set("sha256"u8, stored.Sha256.ToString()).Set("labels"u8, relisting.Kind == ChangeKind.ArtifactRemoved ? had : labels);
        var change = await transaction.AppendAsync(relisting.Kind, $"{stored.Subdir}/{stored.File}", body);
        if (relisting.Kind == ChangeKind.ArtifactRemoved)
        {
            await stored.RemoveAsync(transaction, change.Revision);
            return;
        }
        if (relisting.Kind == ChangeKind.ArtifactRestored)
        {
            await transaction.Session.ExecuteAsync($"UPDATE artifact SET removed = NULL WHERE id = {stored.Id}", transaction.Cancellation);
            // Patches may have changed while it was away; those of the rollback come behind this.
            await stored.ShowAsync(transaction, store.Patches);
        }
        foreach (var label in relisting.Off)
            await transaction.DelistAsync(stored.Id, label, stored.Subdir, stored.File, stored.Name, change.Revision);
        foreach (var label in relisting.On)
            await stored.ListAsync(transaction, label, change.Revision);
    }

    private static async Task<Dictionary<string, PatchInstructions>> InstructionsAsync(ChannelTransaction transaction, (string Name, long Applied) set) =>
        (await transaction.Session.QueryAsync(
            $"SELECT subdir, instructions FROM patch_set WHERE channel = {transaction.Channel.Id} AND name = {set.Name} AND applied = {set.Applied}",
            row => (Subdir: row.Text(0), Instructions: PatchInstructions.Parse(row.Bytes(1), set.Name)),
            transaction.Cancellation)).ToDictionary(row => row.Subdir, row => row.Instructions, StringComparer.Ordinal);

    private sealed record Plan(SortedDictionary<long, Relisting> Listings, List<(string Name, long Applied)> Withdrawn, List<(string Name, long Applied)> Applied)
    {
        public RolledBack Told(long revision) => new(
            Count(ChangeKind.ArtifactRemoved), Count(ChangeKind.ArtifactRestored), Count(ChangeKind.LabelsSet), Withdrawn.Count, Applied.Count, Count(ChangeKind.ArtifactBlocked), revision);

        private int Count(ChangeKind kind) => Listings.Values.Count(listing => listing.Kind == kind);
    }

    private sealed class Relisting
    {
        public ChangeKind Kind { get; set; }

        public List<string> On { get; } = [];

        public List<string> Off { get; } = [];
    }
}
