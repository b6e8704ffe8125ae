using Hearth.Channels.Databases;
using Hearth.Channels.Publish;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Log;

/// <summary>One or more changes of a channel that are accepted together.</summary>
internal sealed class ChannelTransaction(SqlSession session, ManagedChannel channel, string actor, DateTimeOffset now, CancellationToken cancellation)
{
    public SqlSession Session => session;

    /// <summary>The channel as it was when the transaction began.</summary>
    public ManagedChannel Channel => channel;

    public string Actor => actor;

    public CancellationToken Cancellation => cancellation;

    public bool HasChanged { get; private set; }

    /// <summary>Adds a change to the log.</summary>
    public async Task<Change> AppendAsync(ChangeKind kind, string subject, JsonObjectBuilder body)
    {
        HasChanged = true;
        return await ChangeLog.AppendAsync(session, channel.Id, now, actor, kind, subject, body, cancellation);
    }

    /// <summary>Adds several changes to the log, in order.</summary>
    public Task<IReadOnlyList<Change>> AppendAsync(IReadOnlyList<NewChange> changes)
    {
        HasChanged |= changes.Count > 0;
        return ChangeLog.AppendAsync(session, channel.Id, now, actor, changes, cancellation);
    }

    /// <summary>Says that the shard of a name is no longer right.</summary>
    public Task MarkDirtyAsync(string label, string subdir, string name, long revision) => session.ExecuteAsync(
        $"INSERT INTO dirty(channel, label, subdir, name, revision, since) VALUES ({channel.Id}, {label}, {subdir}, {name}, {revision}, {revision}) ON CONFLICT (channel, label, subdir, name) DO UPDATE SET revision = excluded.revision",
        cancellation);

    /// <summary>Lists an artifact under a label.</summary>
    public async Task ListAsync(long artifact, string label, string subdir, long group, string file, string name, long revision)
    {
        var added = await session.ExecuteAsync(
            $"INSERT INTO listing(channel, label, subdir, grp, file, name, artifact) VALUES ({channel.Id}, {label}, {subdir}, {group}, {file}, {name}, {artifact}) ON CONFLICT DO NOTHING",
            cancellation);
        if (added == 0)
            return;
        // Clients ask every label for noarch, whatever it holds.
        await session.ExecuteAsync($"INSERT INTO view(channel, label, subdir, revision, documents, since) VALUES ({channel.Id}, {label}, 'noarch', 0, -1, {revision}) ON CONFLICT DO NOTHING", cancellation);
        await session.ExecuteAsync($"DELETE FROM delisted WHERE channel = {channel.Id} AND label = {label} AND subdir = {subdir} AND file = {file}", cancellation);
        await MarkDirtyAsync(label, subdir, name, revision);
    }

    /// <summary>Lists artifacts of one transaction, which the label does not list yet; in order of revision.</summary>
    public async Task ListAsync(string label, IReadOnlyList<(StoredArtifact Artifact, long Revision)> artifacts)
    {
        if (artifacts.Count == 0)
            return;
        var hasDelisted = await session.NumberAsync($"SELECT count(*) FROM delisted WHERE channel = {channel.Id} AND label = {label}", cancellation) > 0;
        foreach (var (artifact, _) in artifacts)
        {
            await session.ExecuteAsync(
                $"INSERT INTO listing(channel, label, subdir, grp, file, name, artifact) VALUES ({channel.Id}, {label}, {artifact.Subdir}, {artifact.Group}, {artifact.File}, {artifact.Name}, {artifact.Id})",
                cancellation);
            if (hasDelisted)
                await session.ExecuteAsync($"DELETE FROM delisted WHERE channel = {channel.Id} AND label = {label} AND subdir = {artifact.Subdir} AND file = {artifact.File}", cancellation);
        }
        await session.ExecuteAsync($"INSERT INTO view(channel, label, subdir, revision, documents, since) VALUES ({channel.Id}, {label}, 'noarch', 0, -1, {artifacts[0].Revision}) ON CONFLICT DO NOTHING", cancellation);
        foreach (var name in artifacts.GroupBy(listed => (listed.Artifact.Subdir, listed.Artifact.Name)))
        {
            await session.ExecuteAsync(
                $"""
                INSERT INTO dirty(channel, label, subdir, name, revision, since) VALUES ({channel.Id}, {label}, {name.Key.Subdir}, {name.Key.Name}, {name.Max(listed => listed.Revision)}, {name.Min(listed => listed.Revision)})
                ON CONFLICT (channel, label, subdir, name) DO UPDATE SET revision = excluded.revision
                """,
                cancellation);
        }
    }

    /// <summary>Takes an artifact off a label, and remembers that it was there.</summary>
    public async Task DelistAsync(long artifact, string label, string subdir, string file, string name, long revision)
    {
        var gone = await session.ExecuteAsync($"DELETE FROM listing WHERE channel = {channel.Id} AND artifact = {artifact} AND label = {label}", cancellation);
        if (gone == 0)
            return;
        await session.ExecuteAsync(
            $"INSERT INTO delisted(channel, label, subdir, file, name) VALUES ({channel.Id}, {label}, {subdir}, {file}, {name}) ON CONFLICT DO NOTHING", cancellation);
        await MarkDirtyAsync(label, subdir, name, revision);
    }

    /// <summary>The labels of an artifact, sorted.</summary>
    public Task<List<string>> LabelsOfAsync(long artifact) =>
        session.QueryAsync($"SELECT label FROM listing WHERE artifact = {artifact} ORDER BY label", row => row.Text(0), cancellation);
}
