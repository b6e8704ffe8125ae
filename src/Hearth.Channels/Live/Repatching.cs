using Hearth.Channels.Databases;
using Hearth.Channels.Selections;
using Hearth.Conda.Patches;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Channels.Live;

/// <summary>
/// Applies the patch sets of a subdir to its records again, after one was applied or withdrawn. What becomes of each record is
/// prepared piece by piece beside the records, and keeps nobody from publishing; then two statements show all of it at once.
/// </summary>
internal sealed class Repatching(ChannelStore store, long channel, string subdir, Lease lease)
{
    // What one transaction reads or prepares: on SQLite all who publish wait for it.
    private const int Batch = 2_000;

    /// <summary>Brings the shown records up to date with the patch sets, if those changed; names whose records changed become dirty.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (await store.Database.ReadAsync(session => PlanAsync(session, cancellation), cancellation) is not { } plan)
            return;
        if (!plan.IsInForce)
            await PrepareAsync(plan, cancellation);
        await store.Database.WriteAsync(
            async session =>
            {
                await lease.CheckAsync(session, cancellation);
                // Whoever applies patches, publishes or restores from here on waits, and then finds the new ones.
                await session.ExecuteAsync($"UPDATE channel SET revision = revision WHERE id = {channel}", cancellation);
                await session.ExecuteAsync($"DELETE FROM repatch WHERE channel = {channel} AND subdir = {subdir}", cancellation);
                // A set that was applied or withdrawn meanwhile has its turn next.
                if ((await PatchesInForce.WantedAsync(session, channel, subdir, cancellation)).Digest != plan.Patcher.Instructions.Digest)
                    await session.ExecuteAsync($"INSERT INTO repatch(channel, subdir, revision) VALUES ({channel}, {subdir}, {plan.Revision})", cancellation);
                if (!plan.IsInForce)
                    await ShowAsync(session, plan, cancellation);
            },
            cancellation);
    }

    // To read the patch sets takes longer than to publish a name, so it is done only where one of them changed.
    private async Task<Plan?> PlanAsync(SqlSession session, CancellationToken cancellation)
    {
        if (await session.NumberAsync($"SELECT count(*) FROM repatch WHERE channel = {channel} AND subdir = {subdir}", cancellation) == 0)
            return null;
        var inForce = await session.FirstAsync($"SELECT digest FROM patched WHERE channel = {channel} AND subdir = {subdir}", row => row.DigestOrNull(0), cancellation);
        var wanted = await PatchesInForce.WantedAsync(session, channel, subdir, cancellation);
        var revision = await session.NumberAsync($"SELECT revision FROM channel WHERE id = {channel}", cancellation);
        return new Plan(new RecordPatcher(wanted), revision, (inForce ?? PatchInstructions.None.Digest) == wanted.Digest);
    }

    // Records change by nothing but this and what is late, so it does not matter that the batches are of several states.
    private async Task PrepareAsync(Plan plan, CancellationToken cancellation)
    {
        await store.Database.WriteAsync(session => session.ExecuteAsync($"DELETE FROM repatched WHERE channel = {channel} AND subdir = {subdir}", cancellation), cancellation);
        for (long? after = 0; after is { } last;)
        {
            var (changes, next) = await store.Database.ReadAsync(session => BatchAsync(session, plan.Patcher, last, cancellation), cancellation);
            await store.Database.WriteAsync(
                async session =>
                {
                    await lease.KeepAsync(session, store.Clock.GetUtcNow(), cancellation);
                    foreach (var change in changes)
                    {
                        await session.ExecuteAsync(
                            $"""
                            INSERT INTO repatched(artifact, channel, subdir, shown, shown_run_exports, hidden)
                            VALUES ({change.Artifact}, {channel}, {subdir}, {change.Shown.Json}, {change.Shown.RunExports}, {change.Shown.IsHidden})
                            """,
                            cancellation);
                    }
                },
                cancellation);
            after = next;
        }
    }

    private async Task<(List<Change> Changes, long? Next)> BatchAsync(SqlSession session, RecordPatcher patcher, long after, CancellationToken cancellation)
    {
        var last = await session.FirstAsync(
            $"SELECT id FROM artifact WHERE channel = {channel} AND subdir = {subdir} AND id > {after} ORDER BY id LIMIT 1 OFFSET {(long)Batch}", row => row.IntegerOrNull(0), cancellation);
        return (
            Changes(
                session,
                $"""
                SELECT id, grp, file, record, run_exports, shown, shown_run_exports, hidden FROM artifact
                WHERE channel = {channel} AND subdir = {subdir} AND id > {after} AND id <= {last ?? long.MaxValue} AND removed IS NULL
                """,
                patcher,
                cancellation),
            last);
    }

    private async Task ShowAsync(SqlSession session, Plan plan, CancellationToken cancellation)
    {
        await session.ExecuteAsync(
            $"""
            UPDATE artifact SET shown = repatched.shown, shown_run_exports = repatched.shown_run_exports, hidden = repatched.hidden
            FROM repatched WHERE repatched.artifact = artifact.id AND repatched.channel = {channel} AND repatched.subdir = {subdir}
            """,
            cancellation);
        await session.ExecuteAsync(
            $"""
            INSERT INTO dirty(channel, label, subdir, name, revision, since)
            SELECT DISTINCT listing.channel, listing.label, listing.subdir, listing.name, CAST({plan.Revision} AS BIGINT), CAST({plan.Revision} AS BIGINT)
            FROM repatched JOIN listing ON listing.artifact = repatched.artifact WHERE repatched.channel = {channel} AND repatched.subdir = {subdir}
            ON CONFLICT (channel, label, subdir, name) DO UPDATE SET revision = CASE WHEN dirty.revision > excluded.revision THEN dirty.revision ELSE excluded.revision END
            """,
            cancellation);
        await session.ExecuteAsync($"DELETE FROM repatched WHERE channel = {channel} AND subdir = {subdir}", cancellation);
        foreach (var change in Late(session, plan, cancellation))
            await WriteAsync(session, change, plan.Revision, cancellation);
        var instructions = plan.Patcher.Instructions;
        await session.ExecuteAsync(
            $"""
            INSERT INTO patched(channel, subdir, digest, instructions) VALUES ({channel}, {subdir}, {instructions.Digest}, {instructions.Json.ToArray()})
            ON CONFLICT (channel, subdir) DO UPDATE SET digest = excluded.digest, instructions = excluded.instructions
            """,
            cancellation);
        await ViewRows.RepatchedAsync(session, channel, subdir, cancellation);
        // patch_instructions.json is one of the documents.
        await session.ExecuteAsync($"UPDATE view SET documents = -1 WHERE channel = {channel} AND subdir = {subdir}", cancellation);
    }

    // What arrived or was restored since the plan was made was shown with the patches of then.
    private List<Change> Late(SqlSession session, Plan plan, CancellationToken cancellation) => Changes(
        session,
        $"""
        SELECT id, grp, file, record, run_exports, shown, shown_run_exports, hidden FROM artifact WHERE channel = {channel} AND subdir = {subdir} AND removed IS NULL
        AND (added > {plan.Revision} OR name IN (SELECT name FROM dirty WHERE channel = {channel} AND subdir = {subdir} AND revision > {plan.Revision}))
        """,
        plan.Patcher,
        cancellation);

    private static List<Change> Changes(SqlSession session, Sql rows, RecordPatcher patcher, CancellationToken cancellation)
    {
        var changes = new List<Change>();
        session.Visit(rows, row =>
        {
            cancellation.ThrowIfCancellationRequested();
            var shown = ShownRecord.Of(patcher, (RecordGroup)row.Integer(1), row.Text(2), PackageRecord.FromCanonical(row.Bytes(3)), row.Bytes(4));
            if (!shown.Equals(row.BytesOrEmpty(5), row.BytesOrEmpty(6), row.Flag(7)))
                changes.Add(new Change(row.Integer(0), shown));
        });
        return changes;
    }

    private static async Task WriteAsync(SqlSession session, Change change, long revision, CancellationToken cancellation)
    {
        await session.ExecuteAsync(
            $"UPDATE artifact SET shown = {change.Shown.Json}, shown_run_exports = {change.Shown.RunExports}, hidden = {change.Shown.IsHidden} WHERE id = {change.Artifact}", cancellation);
        await session.ExecuteAsync(
            $"""
            INSERT INTO dirty(channel, label, subdir, name, revision, since)
            SELECT DISTINCT channel, label, subdir, name, CAST({revision} AS BIGINT), CAST({revision} AS BIGINT) FROM listing WHERE artifact = {change.Artifact}
            ON CONFLICT (channel, label, subdir, name) DO UPDATE SET revision = CASE WHEN dirty.revision > excluded.revision THEN dirty.revision ELSE excluded.revision END
            """,
            cancellation);
    }

    private sealed record Plan(RecordPatcher Patcher, long Revision, bool IsInForce);

    private sealed record Change(long Artifact, ShownRecord Shown);
}
