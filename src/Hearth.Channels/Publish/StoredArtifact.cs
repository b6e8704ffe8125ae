using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Conda.Patches;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>The row of an artifact that the channel accepted.</summary>
internal sealed record StoredArtifact(long Id, string Subdir, string File, string Name, long Group, Sha256 Sha256, long Size)
{
    /// <summary>The artifact that a file name stands for now; null if there is none.</summary>
    public static Task<StoredArtifact?> FindAsync(SqlSession session, long channel, string subdir, string file, CancellationToken cancellation) => session.FirstAsync(
        $"SELECT id, subdir, file, name, grp, sha256, size FROM artifact WHERE channel = {channel} AND subdir = {subdir} AND file = {file} AND removed IS NULL",
        ReadRow,
        cancellation);

    /// <summary>An artifact by its number, listed or not; null if its bytes are not given out any more.</summary>
    public static Task<StoredArtifact?> OfIdAsync(SqlSession session, long id, CancellationToken cancellation) => session.FirstAsync(
        $"SELECT id, subdir, file, name, grp, sha256, size FROM artifact WHERE id = {id} AND blocked = 0", ReadRow, cancellation);

    /// <summary>The last artifact of a file name that was removed; null if none was.</summary>
    public static Task<StoredArtifact?> FindRemovedAsync(SqlSession session, long channel, string subdir, string file, CancellationToken cancellation) => session.FirstAsync(
        $"SELECT id, subdir, file, name, grp, sha256, size FROM artifact WHERE channel = {channel} AND subdir = {subdir} AND file = {file} AND removed IS NOT NULL ORDER BY removed DESC LIMIT 1",
        ReadRow,
        cancellation);

    public static async Task<bool> IsBlockedAsync(SqlSession session, long channel, Sha256 sha256, CancellationToken cancellation) =>
        await session.NumberAsync($"SELECT count(*) FROM artifact WHERE sha256 = {sha256} AND channel = {channel} AND blocked = 1", cancellation) > 0;

    /// <summary>CEP 47: when these very bytes first appeared under this name; null if they never did.</summary>
    public static Task<DateTimeOffset?> FirstSeenAsync(SqlSession session, long channel, string subdir, string file, Sha256 sha256, CancellationToken cancellation) => session.FirstAsync(
        $"SELECT at FROM artifact WHERE channel = {channel} AND subdir = {subdir} AND file = {file} AND sha256 = {sha256} ORDER BY added LIMIT 1",
        row => row.InstantOrNull(0),
        cancellation);

    /// <summary>Writes the row.</summary>
    /// <param name="transaction">The transaction that accepts it.</param>
    /// <param name="artifact">The artifact.</param>
    /// <param name="change">The change that says so.</param>
    /// <param name="firstSeen">CEP 47: goes into the record, and stays for ever.</param>
    /// <param name="patches">What clients are shown instead.</param>
    /// <exception cref="CondemnedBlobException">Its bytes have to be put again.</exception>
    public static async Task<StoredArtifact> AddAsync(
        ChannelTransaction transaction, NewArtifact artifact, Change change, DateTimeOffset firstSeen, PatchesInForce patches)
    {
        var channel = transaction.Channel.Id;
        await CondemnedBlobs.CheckAsync(transaction.Session, BlobSpace.Artifacts, artifact.Sha256, transaction.Cancellation);
        var patcher = await patches.OfAsync(transaction.Session, channel, artifact.Record.Subdir, transaction.Cancellation);
        var stored = await InsertAsync(transaction, artifact, change, firstSeen, patcher);
        await transaction.Session.ExecuteAsync($"UPDATE channel SET bytes = bytes + {stored.Size} WHERE id = {channel}", transaction.Cancellation);
        return stored;
    }

    private static async Task<StoredArtifact> InsertAsync(ChannelTransaction transaction, NewArtifact artifact, Change change, DateTimeOffset firstSeen, RecordPatcher patcher)
    {
        var record = PackageRecord.From(artifact.Record.ToBuilder().Set(RecordField.IndexedTimestamp, firstSeen.ToUnixTimeMilliseconds()));
        var shown = ShownRecord.Of(patcher, artifact.Group, artifact.File, record, artifact.RunExports);
        var id = await transaction.Session.NumberAsync(
            $"""
            INSERT INTO artifact(channel, subdir, file, name, version, grp, sha256, size, record, run_exports, about, shown, shown_run_exports, hidden, added, at, actor)
            VALUES ({transaction.Channel.Id}, {record.Subdir}, {artifact.File}, {record.PackageName.ToString()}, {record.Version}, {(long)artifact.Group}, {artifact.Sha256}, {record.Size},
                {record.Json.ToArray()}, {artifact.RunExports.ToArray()}, {artifact.About.ToArray()}, {shown.Json}, {shown.RunExports}, {shown.IsHidden},
                {change.Revision}, {firstSeen}, {change.Actor})
            RETURNING id
            """,
            transaction.Cancellation);
        return new StoredArtifact(id, record.Subdir, artifact.File, record.PackageName.ToString(), (long)artifact.Group, artifact.Sha256, record.Size);
    }

    /// <summary>An artifact with all that another channel needs to take it; null if the channel does not list it.</summary>
    public static Task<NewArtifact?> LoadAsync(SqlSession session, long channel, string subdir, string file, CancellationToken cancellation) => session.FirstAsync(
        $"SELECT grp, record, sha256, run_exports, about FROM artifact WHERE channel = {channel} AND subdir = {subdir} AND file = {file} AND removed IS NULL",
        row => new NewArtifact(
            file,
            (RecordGroup)row.Integer(0),
            PackageRecord.From(PackageRecord.FromCanonical(row.Bytes(1)).ToBuilder().Remove(RecordField.IndexedTimestamp)),
            row.Digest(2),
            row.Bytes(3),
            row.Bytes(4),
            []),
        cancellation);

    /// <summary>Applies the patches that are in force now.</summary>
    public async Task ShowAsync(ChannelTransaction transaction, PatchesInForce patches)
    {
        var patcher = await patches.OfAsync(transaction.Session, transaction.Channel.Id, Subdir, transaction.Cancellation);
        var (record, runExports) = await transaction.Session.FirstAsync(
            $"SELECT record, run_exports FROM artifact WHERE id = {Id}", row => (row.Bytes(0), row.Bytes(1)), transaction.Cancellation);
        var shown = ShownRecord.Of(patcher, (RecordGroup)Group, File, PackageRecord.FromCanonical(record!), runExports);
        await transaction.Session.ExecuteAsync(
            $"UPDATE artifact SET shown = {shown.Json}, shown_run_exports = {shown.RunExports}, hidden = {shown.IsHidden} WHERE id = {Id}", transaction.Cancellation);
    }

    public Task ListAsync(ChannelTransaction transaction, string label, long revision) =>
        transaction.ListAsync(Id, label, Subdir, Group, File, Name, revision);

    /// <summary>Takes it off every label. The row and the bytes stay: the past still needs them.</summary>
    public async Task RemoveAsync(ChannelTransaction transaction, long revision)
    {
        foreach (var label in await transaction.LabelsOfAsync(Id))
            await transaction.DelistAsync(Id, label, Subdir, File, Name, revision);
        await transaction.Session.ExecuteAsync($"UPDATE artifact SET removed = {revision} WHERE id = {Id}", transaction.Cancellation);
    }

    private static StoredArtifact ReadRow(SqlRow row) =>
        new(row.Integer(0), row.Text(1), row.Text(2), row.Text(3), row.Integer(4), row.Digest(5), row.Integer(6));
}
