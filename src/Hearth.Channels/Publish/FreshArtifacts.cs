using Hearth.Channels.Databases;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Conda.Patches;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>Artifacts whose names a channel does not have yet, taken as the publisher takes one, by a few statements for all of them.</summary>
internal static class FreshArtifacts
{
    // From so many on it costs less to read what is listed between the first and the last than to look for each.
    private const int Many = 200;

    private const int AtOnce = 512;

    /// <summary>The artifacts that a channel refuses whatever their names are.</summary>
    public static async Task<HashSet<Sha256>> BlockedAsync(ChannelTransaction transaction) => (await transaction.Session.QueryAsync(
        $"SELECT sha256 FROM artifact WHERE channel = {transaction.Channel.Id} AND blocked = 1", row => row.Digest(0), transaction.Cancellation)).ToHashSet();

    /// <summary>Those of some files that the channel has, and perhaps others.</summary>
    public static async Task<HashSet<(string Subdir, string File)>> ListedAmongAsync(ChannelTransaction transaction, IEnumerable<(string Subdir, string File)> artifacts)
    {
        var (session, channel) = (transaction.Session, transaction.Channel.Id);
        var listed = new HashSet<(string Subdir, string File)>();
        foreach (var subdir in artifacts.GroupBy(artifact => artifact.Subdir, artifact => artifact.File, StringComparer.Ordinal))
        {
            var files = subdir.ToList();
            var ranges = files.Count < Many ? files.Select(file => (First: file, Last: file)) : [(files.Min(StringComparer.Ordinal)!, files.Max(StringComparer.Ordinal)!)];
            foreach (var (first, last) in ranges)
            {
                listed.UnionWith(await session.QueryAsync(
                    $"SELECT file FROM artifact WHERE channel = {channel} AND subdir = {subdir.Key} AND file >= {first} AND file <= {last} AND coalesce(removed, 0) = 0",
                    row => (subdir.Key, row.Text(0)),
                    transaction.Cancellation));
            }
        }
        return listed;
    }

    /// <summary>Adds them to the log, and lists them under <c>main</c>. Whether their bytes are there is the caller's to know.</summary>
    /// <returns>The revision of the first; the others follow in order.</returns>
    public static async Task<long> AddAsync(ChannelTransaction transaction, IReadOnlyList<DatedArtifact> artifacts, PatchesInForce patches)
    {
        if (artifacts.Count == 0)
            return 0;
        var (session, channel, cancellation) = (transaction.Session, transaction.Channel.Id, transaction.Cancellation);
        var patchers = new Dictionary<string, RecordPatcher>(StringComparer.Ordinal);
        foreach (var subdir in artifacts.Select(artifact => artifact.Subdir).Distinct(StringComparer.Ordinal))
            patchers[subdir] = await patches.OfAsync(session, channel, subdir, cancellation);
        var chain = await transaction.BeginAsync(artifacts.Count);
        // While the rows of a part are written, those of the next are made; what is made of a part is forgotten soon, and costs no room.
        var parts = artifacts.Chunk(AtOnce).ToList();
        var making = MakeAsync(0);
        long first = 0, bytes = 0;
        for (var part = 0; part < parts.Count; part++)
        {
            var made = await making;
            if (part + 1 < parts.Count)
                making = MakeAsync(part + 1);
            await session.InsertAsync(made.Changes, cancellation);
            await session.InsertAsync(made.Artifacts, cancellation);
            first = first > 0 ? first : made.First;
            bytes += made.Bytes;
        }
        await chain.EndAsync(session, cancellation);
        await transaction.ListAddedAsync(Label.Main.ToString(), first, first + artifacts.Count - 1);
        await session.ExecuteAsync($"UPDATE channel SET bytes = bytes + {bytes} WHERE id = {channel}", cancellation);
        return first;

        Task<Rows> MakeAsync(int part) => Task.Run(() => Make(channel, chain, parts[part], patchers), cancellation);
    }

    private static Rows Make(long channel, ChangeChain chain, DatedArtifact[] artifacts, Dictionary<string, RecordPatcher> patchers)
    {
        var changes = ChangeChain.NewRows();
        var rows = new SqlRows(
            "artifact",
            "channel", "subdir", "file", "name", "version", "grp", "sha256", "size", "record", "run_exports", "about", "shown", "shown_run_exports", "hidden", "added", "at", "actor");
        long first = 0, bytes = 0;
        foreach (var artifact in artifacts)
        {
            var change = chain.Add(artifact.Addition, changes);
            var shown = ShownRecord.Of(patchers[artifact.Subdir], artifact.Group, artifact.File, artifact.Record, artifact.RunExports);
            rows.Add(
                channel, artifact.Subdir, artifact.File, artifact.Name, artifact.Version, (long)artifact.Group, artifact.Sha256, artifact.Size,
                artifact.Record.Json, artifact.RunExports, artifact.About, shown.Json, shown.RunExports, shown.IsHidden, change.Revision, artifact.FirstSeen, change.Actor);
            first = first > 0 ? first : change.Revision;
            bytes += artifact.Size;
        }
        return new Rows(changes, rows, first, bytes);
    }

    private sealed record Rows(SqlRows Changes, SqlRows Artifacts, long First, long Bytes);
}
