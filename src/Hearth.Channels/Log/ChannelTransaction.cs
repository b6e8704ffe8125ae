using Hearth.Channels.Databases;
using Hearth.Channels.Selections;
using Hearth.Conda.Records;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Log;

/// <summary>One or more changes of a channel that are accepted together.</summary>
internal sealed class ChannelTransaction(SqlSession session, ManagedChannel channel, string actor, DateTimeOffset now, CancellationToken cancellation)
{
    private IReadOnlyList<ChannelView>? _views;
    private DateTimeOffset? _now;

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

    /// <summary>Begins to add several changes to the log.</summary>
    public Task<ChangeChain> BeginAsync(int count)
    {
        HasChanged = true;
        return ChangeChain.BeginAsync(session, channel.Id, count, now, actor, cancellation);
    }

    /// <summary>The instant that the rules of views are held to: time in a log never runs back.</summary>
    public async Task<DateTimeOffset> NowAsync() => _now ??= await ChangeLog.NowAsync(session, channel.Id, now, cancellation);

    /// <summary>Says that the shard of a name is no longer right.</summary>
    public Task MarkDirtyAsync(string label, string subdir, string name, long revision) => session.ExecuteAsync(
        $"INSERT INTO dirty(channel, label, subdir, name, revision, since) VALUES ({channel.Id}, {label}, {subdir}, {name}, {revision}, {revision}) ON CONFLICT (channel, label, subdir, name) DO UPDATE SET revision = excluded.revision",
        cancellation);

    /// <summary>Lists an artifact under a label, and in the views of that label whose rules let it pass.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The label is a view's.</exception>
    public async Task ListAsync(long artifact, string label, string subdir, long group, string file, string name, long revision)
    {
        if (ViewName.IsLabelOfOne(label))
            throw ViewDiagnostics.LabelOfAView.Refuse(null, $"the label '{label}' belongs to a view");
        if (!await PutAsync(artifact, label, subdir, group, file, name, revision))
            return;
        await ListInViewsAsync(artifact, label, subdir, group, file, name, revision);
    }

    /// <summary>Lists the artifacts that some changes of this transaction added, under a label that does not list them yet.</summary>
    /// <param name="label">The label.</param>
    /// <param name="first">The revision of the first of the changes.</param>
    /// <param name="last">That of the last.</param>
    public async Task ListAddedAsync(string label, long first, long last)
    {
        var id = channel.Id;
        await session.ExecuteAsync(
            $"""
            INSERT INTO listing(channel, label, subdir, grp, file, name, artifact)
            SELECT channel, {label}, subdir, grp, file, name, id FROM artifact WHERE channel = {id} AND added >= {first} AND added <= {last} ORDER BY subdir, grp, file
            """,
            cancellation);
        await session.ExecuteAsync(
            $"""
            DELETE FROM delisted WHERE channel = {id} AND label = {label} AND EXISTS
            (SELECT 1 FROM artifact a WHERE a.channel = {id} AND a.subdir = delisted.subdir AND a.file = delisted.file AND a.added >= {first} AND a.added <= {last})
            """,
            cancellation);
        await session.ExecuteAsync($"INSERT INTO view(channel, label, subdir, revision, documents, since) VALUES ({id}, {label}, 'noarch', 0, -1, {first}) ON CONFLICT DO NOTHING", cancellation);
        await session.ExecuteAsync(
            $"""
            INSERT INTO dirty(channel, label, subdir, name, revision, since)
            SELECT channel, {label}, subdir, name, max(added), min(added) FROM artifact WHERE channel = {id} AND added >= {first} AND added <= {last} GROUP BY channel, subdir, name
            ON CONFLICT (channel, label, subdir, name) DO UPDATE SET revision = excluded.revision
            """,
            cancellation);
        if (!ViewsOf(label).Any())
            return;
        var added = await session.QueryAsync(
            $"SELECT id, subdir, grp, file, name, added FROM artifact WHERE channel = {id} AND added >= {first} AND added <= {last} ORDER BY added",
            row => (Id: row.Integer(0), Subdir: row.Text(1), Group: row.Integer(2), File: row.Text(3), Name: row.Text(4), Revision: row.Integer(5)),
            cancellation);
        foreach (var artifact in added)
            await ListInViewsAsync(artifact.Id, label, artifact.Subdir, artifact.Group, artifact.File, artifact.Name, artifact.Revision);
    }

    /// <summary>Lists records of one name in a view that selects them, and does not show them yet.</summary>
    public async Task SelectAsync(string label, string subdir, string name, IReadOnlyList<SelectedRecord> records, long revision)
    {
        if (records.Count == 0)
            return;
        var hasDelisted = await session.NumberAsync($"SELECT count(*) FROM delisted WHERE channel = {channel.Id} AND label = {label} AND subdir = {subdir} AND name = {name}", cancellation) > 0;
        foreach (var record in records)
        {
            await session.ExecuteAsync(
                $"INSERT INTO listing(channel, label, subdir, grp, file, name, artifact) VALUES ({channel.Id}, {label}, {subdir}, {record.Group}, {record.File}, {name}, {record.Artifact})", cancellation);
            if (hasDelisted)
                await session.ExecuteAsync($"DELETE FROM delisted WHERE channel = {channel.Id} AND label = {label} AND subdir = {subdir} AND file = {record.File}", cancellation);
        }
        await MarkDirtyAsync(label, subdir, name, revision);
    }

    /// <summary>Takes an artifact off a label and out of the views of that label, and remembers that it was there.</summary>
    public async Task DelistAsync(long artifact, string label, string subdir, string file, string name, long revision)
    {
        var gone = await session.ExecuteAsync($"DELETE FROM listing WHERE channel = {channel.Id} AND artifact = {artifact} AND label = {label}", cancellation);
        if (gone == 0)
            return;
        await session.ExecuteAsync(
            $"""
            INSERT INTO delisted(channel, label, subdir, file, name, artifact) VALUES ({channel.Id}, {label}, {subdir}, {file}, {name}, {artifact})
            ON CONFLICT (channel, label, subdir, file) DO UPDATE SET artifact = excluded.artifact
            """,
            cancellation);
        await MarkDirtyAsync(label, subdir, name, revision);
        foreach (var view in ViewsOf(label))
            await DelistAsync(artifact, view.Name.Label.ToString(), subdir, file, name, revision);
    }

    /// <summary>The labels of an artifact, sorted; not those of views.</summary>
    public Task<List<string>> LabelsOfAsync(long artifact) =>
        session.QueryAsync($"SELECT label FROM listing WHERE artifact = {artifact} AND substr(label, 1, 5) <> 'view/' ORDER BY label", row => row.Text(0), cancellation);

    private IEnumerable<ChannelView> ViewsOf(string label) => (_views ??= ChannelView.AllOf(channel.Settings)).Where(view => view.Of.ToString() == label);

    private async Task ListInViewsAsync(long artifact, string label, string subdir, long group, string file, string name, long revision)
    {
        foreach (var view in ViewsOf(label))
        {
            var key = view.Name.Label.ToString();
            await ViewRows.OpenAsync(session, channel.Id, key, subdir, revision, cancellation);
            var (record, at) = await session.FirstAsync($"SELECT coalesce(shown, record), at FROM artifact WHERE id = {artifact}", row => (row.Bytes(0), row.Instant(1)), cancellation);
            var from = view.ShownFrom(PackageRecord.FromCanonical(record!), file, at);
            if (from <= await NowAsync())
                await PutAsync(artifact, key, subdir, group, file, name, revision);
            else if (from is { } due)
                await ViewRows.SetDueAsync(session, channel.Id, new DueName(key, subdir, name), due, cancellation);
        }
    }

    private async Task<bool> PutAsync(long artifact, string label, string subdir, long group, string file, string name, long revision)
    {
        var added = await session.ExecuteAsync(
            $"INSERT INTO listing(channel, label, subdir, grp, file, name, artifact) VALUES ({channel.Id}, {label}, {subdir}, {group}, {file}, {name}, {artifact}) ON CONFLICT DO NOTHING",
            cancellation);
        if (added == 0)
            return false;
        // Clients ask every label for noarch, whatever it holds.
        await session.ExecuteAsync($"INSERT INTO view(channel, label, subdir, revision, documents, since) VALUES ({channel.Id}, {label}, 'noarch', 0, -1, {revision}) ON CONFLICT DO NOTHING", cancellation);
        await session.ExecuteAsync($"DELETE FROM delisted WHERE channel = {channel.Id} AND label = {label} AND subdir = {subdir} AND file = {file}", cancellation);
        await MarkDirtyAsync(label, subdir, name, revision);
        return true;
    }
}
