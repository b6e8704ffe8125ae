using Hearth.Channels.Databases;
using Hearth.Conda.Patches;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Channels.Live;

/// <summary>
/// Applies the patch sets of a subdir to its records again, after one was applied or withdrawn. The long part reads one state of
/// the database and keeps nobody from publishing; the short part writes what changed.
/// </summary>
internal sealed class Repatching(ChannelStore store, long channel, string subdir, Lease lease)
{
    /// <summary>Brings the shown records up to date with the patch sets; names whose records changed become dirty.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var plan = await store.Database.ReadAsync(session => PlanAsync(session, cancellation), cancellation);
        await store.Database.WriteAsync(
            async session =>
            {
                await lease.CheckAsync(session, cancellation);
                await session.ExecuteAsync($"DELETE FROM repatch WHERE channel = {channel} AND subdir = {subdir}", cancellation);
                if (plan is null)
                    return;
                // A set that was applied or withdrawn meanwhile has its turn next.
                if ((await PatchesInForce.WantedAsync(session, channel, subdir, cancellation)).Digest != plan.Patcher.Instructions.Digest)
                    await session.ExecuteAsync($"INSERT INTO repatch(channel, subdir, revision) VALUES ({channel}, {subdir}, {plan.Revision})", cancellation);
                // Whoever publishes or restores from here on waits, and then finds the new patches.
                await session.ExecuteAsync($"UPDATE channel SET revision = revision WHERE id = {channel}", cancellation);
                foreach (var change in plan.Changes.Concat(Late(session, plan, cancellation)))
                    await WriteAsync(session, change, plan.Revision, cancellation);
                var instructions = plan.Patcher.Instructions;
                await session.ExecuteAsync(
                    $"""
                    INSERT INTO patched(channel, subdir, digest, instructions) VALUES ({channel}, {subdir}, {instructions.Digest}, {instructions.Json.ToArray()})
                    ON CONFLICT (channel, subdir) DO UPDATE SET digest = excluded.digest, instructions = excluded.instructions
                    """,
                    cancellation);
                // patch_instructions.json is one of the documents.
                await session.ExecuteAsync($"UPDATE view SET documents = -1 WHERE channel = {channel} AND subdir = {subdir}", cancellation);
            },
            cancellation);
    }

    private async Task<Plan?> PlanAsync(SqlSession session, CancellationToken cancellation)
    {
        var inForce = await session.FirstAsync($"SELECT digest FROM patched WHERE channel = {channel} AND subdir = {subdir}", row => row.DigestOrNull(0), cancellation);
        var wanted = await PatchesInForce.WantedAsync(session, channel, subdir, cancellation);
        if ((inForce ?? PatchInstructions.None.Digest) == wanted.Digest)
            return null;
        var patcher = new RecordPatcher(wanted);
        var revision = await session.NumberAsync($"SELECT revision FROM channel WHERE id = {channel}", cancellation);
        return new Plan(patcher, revision, Changes(session, $"SELECT id, grp, file, record, run_exports, shown, shown_run_exports, hidden FROM artifact WHERE channel = {channel} AND subdir = {subdir} AND removed IS NULL", patcher, cancellation));
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

    private sealed record Plan(RecordPatcher Patcher, long Revision, List<Change> Changes);

    private sealed record Change(long Artifact, ShownRecord Shown);
}
