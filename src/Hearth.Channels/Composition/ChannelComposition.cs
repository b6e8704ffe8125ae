using System.Globalization;
using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Views;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Composition;

/// <summary>
/// Makes a virtual channel list what its members show: only the names of which one of them shows something else than before. It is an
/// ordinary channel for everyone else, with a log that says what came and went.
/// </summary>
internal sealed class ChannelComposition(ChannelStore store, ManagedChannel channel, IReadOnlyList<ManagedChannel> members, Lease lease)
{
    /// <summary>What the log calls it.</summary>
    public const string Actor = "members";

    // One transaction: others who write wait for it.
    private const int Batch = 200;

    private static readonly string Main = Label.Main.ToString();

    private readonly bool _isFlexible = channel.Settings.Virtual!.Flexible;

    private string MembersText =>
        $"{(_isFlexible ? "flexible" : "strict")} {string.Join(' ', members.Select(member => member.Id.ToString(CultureInfo.InvariantCulture)))}";

    /// <summary>Brings the channel up to date.</summary>
    /// <returns>Whether anything was looked at anew.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var moved = await store.Database.ReadAsync(session => MovedAsync(session, cancellation), cancellation);
        if (moved is null)
            return false;
        if (moved.IsOther || moved.Subdirs.Count > 0)
            await store.Database.WriteAsync(session => MarkAsync(session, moved, cancellation), cancellation);
        while (await ComposeSomeAsync(cancellation))
        {
        }
        return true;
    }

    // Null where nothing moved and nothing waits.
    private async Task<Moved?> MovedAsync(SqlSession session, CancellationToken cancellation)
    {
        var known = await session.FirstAsync($"SELECT members FROM composed WHERE channel = {channel.Id}", row => row.Text(0), cancellation);
        var isOther = known != MembersText;
        var subdirs = new List<ShownSubdir>();
        foreach (var member in members)
        {
            var seen = (await session.QueryAsync(
                $"SELECT subdir, revision, at, digest FROM composed_member WHERE channel = {channel.Id} AND member = {member.Id}",
                row => new ShownSubdir(member.Id, row.Text(0), row.Integer(1), row.Instant(2), row.Digest(3)),
                cancellation)).ToDictionary(row => row.Subdir, StringComparer.Ordinal);
            var shown = await session.QueryAsync(
                $"SELECT path, revision, at, digest FROM view_file WHERE channel = {member.Id} AND label = {Main} AND path LIKE {"%/" + ShardIndexView.FileName} ORDER BY path",
                row => new ShownSubdir(member.Id, row.Text(0)[..row.Text(0).IndexOf('/')], row.Integer(1), row.Instant(2), row.Digest(3)),
                cancellation);
            subdirs.AddRange(shown.Where(subdir => isOther || seen.GetValueOrDefault(subdir.Subdir)?.Digest != subdir.Digest)
                .Select(subdir => subdir with { Before = isOther ? null : seen.GetValueOrDefault(subdir.Subdir) }));
        }
        if (!isOther && subdirs.Count == 0 && await session.NumberAsync($"SELECT count(*) FROM uncomposed WHERE channel = {channel.Id}", cancellation) == 0)
            return null;
        return new Moved(isOther, subdirs);
    }

    private async Task MarkAsync(SqlSession session, Moved moved, CancellationToken cancellation)
    {
        await lease.KeepAsync(session, store.Clock.GetUtcNow(), cancellation);
        if (moved.IsOther)
        {
            await session.ExecuteAsync($"DELETE FROM composed_member WHERE channel = {channel.Id}", cancellation);
            await session.ExecuteAsync(
                $"INSERT INTO uncomposed(channel, name) SELECT DISTINCT channel, name FROM artifact WHERE channel = {channel.Id} AND removed IS NULL ON CONFLICT DO NOTHING", cancellation);
            await session.ExecuteAsync(
                $"INSERT INTO composed(channel, members) VALUES ({channel.Id}, {MembersText}) ON CONFLICT (channel) DO UPDATE SET members = excluded.members", cancellation);
        }
        foreach (var subdir in moved.Subdirs)
        {
            // The last names that were looked at are looked at again: a revision can be shown in several lots.
            await session.ExecuteAsync(
                $"""
                INSERT INTO uncomposed(channel, name) SELECT DISTINCT CAST({channel.Id} AS BIGINT), name FROM shard
                WHERE channel = {subdir.Member} AND label = {Main} AND subdir = {subdir.Subdir} AND since >= {subdir.Before?.Revision ?? 0} AND at >= {subdir.Before?.At ?? DateTimeOffset.UnixEpoch}
                ON CONFLICT DO NOTHING
                """,
                cancellation);
            await session.ExecuteAsync(
                $"""
                INSERT INTO composed_member(channel, member, subdir, revision, at, digest) VALUES ({channel.Id}, {subdir.Member}, {subdir.Subdir}, {subdir.Revision}, {subdir.At}, {subdir.Digest})
                ON CONFLICT (channel, member, subdir) DO UPDATE SET revision = excluded.revision, at = excluded.at, digest = excluded.digest
                """,
                cancellation);
        }
    }

    private async Task<bool> ComposeSomeAsync(CancellationToken cancellation)
    {
        try
        {
            return await store.ChangeAsync(channel.Name, Actor, ComposeSomeAsync, cancellation);
        }
        catch (CondemnedBlobException e)
        {
            await store.Condemned.ForgetAsync(e, cancellation);
            return true;
        }
    }

    private async Task<bool> ComposeSomeAsync(ChannelTransaction transaction)
    {
        var (session, cancellation) = (transaction.Session, transaction.Cancellation);
        await lease.KeepAsync(session, store.Clock.GetUtcNow(), cancellation);
        var names = await session.QueryAsync($"SELECT name FROM uncomposed WHERE channel = {channel.Id} ORDER BY name LIMIT {(long)Batch}", row => row.Text(0), cancellation);
        foreach (var name in names)
        {
            await ComposeAsync(transaction, name);
            await session.ExecuteAsync($"DELETE FROM uncomposed WHERE channel = {channel.Id} AND name = {name}", cancellation);
        }
        return names.Count == Batch;
    }

    private async Task ComposeAsync(ChannelTransaction transaction, string name)
    {
        var (session, cancellation) = (transaction.Session, transaction.Cancellation);
        var byMember = new List<List<MemberArtifact>>();
        foreach (var member in members)
            byMember.Add(await MemberArtifact.OfAsync(session, member.Id, member.Name.ToString(), name, cancellation));
        var wanted = MemberArtifact.Choose(byMember, _isFlexible).ToDictionary(artifact => artifact.Path, StringComparer.Ordinal);
        var listed = await session.QueryAsync(
            $"SELECT id, subdir, file, name, grp, sha256, size, record, run_exports FROM artifact WHERE channel = {channel.Id} AND name = {name} AND removed IS NULL ORDER BY subdir, file",
            row => (Artifact: new StoredArtifact(row.Integer(0), row.Text(1), row.Text(2), row.Text(3), row.Integer(4), row.Digest(5), row.Integer(6)), Record: row.Bytes(7), RunExports: row.Bytes(8)),
            cancellation);
        foreach (var (artifact, record, runExports) in listed)
        {
            if (!wanted.TryGetValue($"{artifact.Subdir}/{artifact.File}", out var now))
                await RemoveAsync(transaction, artifact);
            else if (now.Artifact.Sha256 == artifact.Sha256 && now.Artifact.Record.Json.Span.SequenceEqual(record) && now.Artifact.RunExports.Span.SequenceEqual(runExports))
                wanted.Remove(now.Path);
        }
        var stale = listed.ToDictionary(row => $"{row.Artifact.Subdir}/{row.Artifact.File}", row => row.Artifact, StringComparer.Ordinal);
        foreach (var artifact in wanted.Values.OrderBy(artifact => artifact.Path, StringComparer.Ordinal))
            await ListAsync(transaction, artifact, stale.GetValueOrDefault(artifact.Path));
    }

    private async Task ListAsync(ChannelTransaction transaction, MemberArtifact shown, StoredArtifact? replaced)
    {
        var artifact = shown.Artifact;
        var change = await transaction.AppendAsync(
            ChangeKind.ArtifactAdded,
            shown.Path,
            new JsonObjectBuilder().Set("sha256"u8, artifact.Sha256.ToString()).Set("size"u8, artifact.Record.Size).Set("labels"u8, [Main]).Set("member"u8, shown.Member));
        if (replaced is not null)
            await replaced.RemoveAsync(transaction, change.Revision);
        var stored = await StoredArtifact.AddAsync(transaction, artifact, change, shown.FirstSeen, store.Patches);
        await stored.ListAsync(transaction, Main, change.Revision);
    }

    // What a member does not give out any more is not given out here either, while what it merely took away can still be had by its name.
    private async Task RemoveAsync(ChannelTransaction transaction, StoredArtifact artifact)
    {
        var isBlocked = false;
        foreach (var member in members)
            isBlocked |= await StoredArtifact.IsBlockedAsync(transaction.Session, member.Id, artifact.Sha256, transaction.Cancellation);
        var labels = await transaction.LabelsOfAsync(artifact.Id);
        var change = await transaction.AppendAsync(
            isBlocked ? ChangeKind.ArtifactBlocked : ChangeKind.ArtifactRemoved,
            $"{artifact.Subdir}/{artifact.File}",
            new JsonObjectBuilder().Set("sha256"u8, artifact.Sha256.ToString()).Set("reason"u8, "no member shows it").Set("labels"u8, labels));
        await artifact.RemoveAsync(transaction, change.Revision);
        if (isBlocked)
            await transaction.Session.ExecuteAsync($"UPDATE artifact SET blocked = 1 WHERE id = {artifact.Id}", transaction.Cancellation);
    }

    private sealed record Moved(bool IsOther, IReadOnlyList<ShownSubdir> Subdirs);

    private sealed record ShownSubdir(long Member, string Subdir, long Revision, DateTimeOffset At, Sha256 Digest)
    {
        public ShownSubdir? Before { get; init; }
    }
}
