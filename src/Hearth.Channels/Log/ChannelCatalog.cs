using System.Text;
using System.Text.Json;
using Hearth.Channels.Databases;
using Hearth.Channels.Selections;
using Hearth.Conda.Names;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Log;

/// <summary>The channels of an instance.</summary>
public sealed class ChannelCatalog(Database database, TimeProvider clock)
{
    /// <summary>What signals say when the settings or the content of a channel changed; its number follows.</summary>
    public const string Topic = "channel";

    /// <summary>All channels, sorted by name.</summary>
    public Task<List<ManagedChannel>> ListAsync(CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync($"SELECT id, name, created, revision, bytes, settings FROM channel WHERE deleted IS NULL AND name <> '' ORDER BY name", ReadRow, cancellation),
        cancellation);

    /// <summary>The virtual channels, sorted by name; asked for each time that something changes anywhere.</summary>
    internal Task<List<ManagedChannel>> VirtualAsync(CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync(
            $"SELECT id, name, created, revision, bytes, settings FROM channel WHERE is_virtual = 1 AND deleted IS NULL ORDER BY name", ReadRow, cancellation),
        cancellation);

    /// <summary>A channel by its name; null if there is none.</summary>
    public Task<ManagedChannel?> FindAsync(ChannelName name, CancellationToken cancellation) =>
        database.ReadAsync(session => FindAsync(session, name, cancellation), cancellation);

    /// <summary>Makes a channel.</summary>
    /// <returns>The channel; null if the name is taken.</returns>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The name is one of <see cref="ReservedNames"/>, or a view cannot be.</exception>
    public async Task<ManagedChannel?> CreateAsync(ChannelName name, ChannelSettings settings, string actor, CancellationToken cancellation)
    {
        ReservedNames.Check(name);
        ChannelView.Check(settings);
        var now = clock.GetUtcNow();
        return await database.WriteAsync(
            async session =>
            {
                var json = JsonSerializer.Serialize(settings, LogJson.Default.ChannelSettings);
                var id = await session.NumberAsync(
                    $"INSERT INTO channel(name, created, revision, hash, settings, is_virtual) VALUES ({name.ToString()}, {now}, 0, {ChangeHash.Start}, {json}, {settings.Virtual is not null}) ON CONFLICT DO NOTHING RETURNING id",
                    cancellation);
                if (id == 0)
                    return null;
                await session.ExecuteAsync($"INSERT INTO view(channel, label, subdir, revision, documents, since) VALUES ({id}, {Label.Main.ToString()}, {Subdir.NoArch.ToString()}, 0, -1, 1)", cancellation);
                var change = await ChangeLog.AppendAsync(session, id, now, actor, ChangeKind.ChannelCreated, name.ToString(), BodyOf(settings), cancellation);
                await ViewRows.ReconfigureAsync(session, id, new ChannelSettings(), settings, change.Revision, cancellation);
                await SignalAsync(session, id, cancellation);
                return await FindAsync(session, name, cancellation);
            },
            cancellation);
    }

    /// <summary>Changes settings.</summary>
    /// <param name="name">The channel.</param>
    /// <param name="change">Gives the new settings for those of now; null to leave them. May be asked more than once.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The channel as it is now; null if it is not there.</returns>
    /// <exception cref="Foundation.Diagnostics.BadInputException">A view cannot be.</exception>
    public async Task<ManagedChannel?> ConfigureAsync(
        ChannelName name, Func<ChannelSettings, ChannelSettings?> change, string actor, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return await database.WriteAsync(
            async session =>
            {
                if (await HoldAsync(session, name, cancellation) is not { } channel)
                    return null;
                if (change(channel.Settings) is not { } settings)
                    return channel;
                ChannelView.Check(settings);
                var appended = await ChangeLog.AppendAsync(session, channel.Id, now, actor, ChangeKind.ChannelSettings, name.ToString(), BodyOf(settings), cancellation);
                await ViewRows.ReconfigureAsync(session, channel.Id, channel.Settings, settings, appended.Revision, cancellation);
                await session.ExecuteAsync(
                    $"UPDATE channel SET settings = {JsonSerializer.Serialize(settings, LogJson.Default.ChannelSettings)}, is_virtual = {settings.Virtual is not null} WHERE id = {channel.Id}", cancellation);
                // Relations and pins are part of every document, relations of every index of shards as well: one name of each has it made.
                await session.ExecuteAsync($"UPDATE view SET documents = -1 WHERE channel = {channel.Id}", cancellation);
                if (settings.Relations != channel.Settings.Relations)
                {
                    await session.ExecuteAsync(
                        $"""
                        INSERT INTO dirty(channel, label, subdir, name, revision, since)
                        SELECT channel, label, subdir, min(name), CAST({appended.Revision} AS BIGINT), CAST({appended.Revision} AS BIGINT) FROM shard
                        WHERE channel = {channel.Id} AND until IS NULL GROUP BY channel, label, subdir
                        ON CONFLICT (channel, label, subdir, name) DO UPDATE SET revision = excluded.revision
                        """,
                        cancellation);
                }
                await SignalAsync(session, channel.Id, cancellation);
                return await FindAsync(session, name, cancellation);
            },
            cancellation);
    }

    /// <summary>The notices of a channel, as they were set; null if they never were.</summary>
    public Task<byte[]?> NoticesAsync(long channel, CancellationToken cancellation) => database.ReadAsync(
        session => session.FirstAsync($"SELECT notices FROM channel WHERE id = {channel}", row => row.TextOrNull(0) is { } json ? Encoding.UTF8.GetBytes(json) : null, cancellation), cancellation);

    /// <summary>Replaces the notices of a channel.</summary>
    /// <param name="name">The channel.</param>
    /// <param name="json">A notices.json (CEP 6), which has been checked.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The revision that says so; null if there is no such channel.</returns>
    public Task<long?> SetNoticesAsync(ChannelName name, ReadOnlyMemory<byte> json, string actor, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync<long?>(
            async session =>
            {
                if (await HoldAsync(session, name, cancellation) is not { } channel)
                    return null;
                var change = await ChangeLog.AppendAsync(session, channel.Id, now, actor, ChangeKind.NoticesSet, name.ToString(), new JsonObjectBuilder().SetAll(json.ToArray()), cancellation);
                // As the log has them, so that those of the past are the same bytes.
                await session.ExecuteAsync($"UPDATE channel SET notices = {change.Body} WHERE id = {channel.Id}", cancellation);
                // notices.json is one of the documents.
                await session.ExecuteAsync($"UPDATE view SET documents = -1 WHERE channel = {channel.Id}", cancellation);
                await SignalAsync(session, channel.Id, cancellation);
                return change.Revision;
            },
            cancellation);
    }

    /// <summary>
    /// Deletes a channel: it is not served any more. Its log and its artifacts stay, and its name is not given again, for clients
    /// remember what they had from there.
    /// </summary>
    /// <returns>The revision that says so; null if there is no such channel.</returns>
    public Task<long?> DeleteAsync(ChannelName name, string actor, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync<long?>(
            async session =>
            {
                if (await HoldAsync(session, name, cancellation) is not { } channel)
                    return null;
                var change = await ChangeLog.AppendAsync(session, channel.Id, now, actor, ChangeKind.ChannelDeleted, name.ToString(), new JsonObjectBuilder(), cancellation);
                await session.ExecuteAsync($"UPDATE channel SET deleted = {now} WHERE id = {channel.Id}", cancellation);
                await session.ExecuteAsync($"DELETE FROM view_due WHERE channel = {channel.Id}", cancellation);
                await SignalAsync(session, channel.Id, cancellation);
                return change.Revision;
            },
            cancellation);
    }

    /// <summary>The instance's own log; made when it is first asked for.</summary>
    public Task<long> InstanceAsync(CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            var now = clock.GetUtcNow();
            await session.ExecuteAsync(
                $"INSERT INTO channel(name, created, revision, hash, settings) VALUES ('', {now}, 0, {ChangeHash.Start}, '{{}}') ON CONFLICT DO NOTHING", cancellation);
            return await session.NumberAsync($"SELECT id FROM channel WHERE name = ''", cancellation);
        },
        cancellation);

    internal static Task<ManagedChannel?> FindAsync(SqlSession session, ChannelName name, CancellationToken cancellation) => session.FirstAsync(
        $"SELECT id, name, created, revision, bytes, settings FROM channel WHERE name = {name.ToString()} AND deleted IS NULL AND name <> ''", ReadRow, cancellation);

    /// <summary>Finds a channel, which belongs to the transaction from here on: what it reads stays true until it ends.</summary>
    internal static Task<ManagedChannel?> HoldAsync(SqlSession session, ChannelName name, CancellationToken cancellation) => session.FirstAsync(
        $"UPDATE channel SET revision = revision WHERE name = {name.ToString()} AND deleted IS NULL AND name <> '' RETURNING id, name, created, revision, bytes, settings", ReadRow, cancellation);

    /// <summary>All channels with the count of their view writes.</summary>
    internal static Task<List<(ManagedChannel Channel, long Views)>> ListAsync(SqlSession session, CancellationToken cancellation) => session.QueryAsync(
        $"SELECT id, name, created, revision, bytes, settings, views FROM channel WHERE deleted IS NULL AND name <> '' ORDER BY name",
        row => (ReadRow(row), row.Integer(6)),
        cancellation);

    internal Task SignalAsync(SqlSession session, long channel, CancellationToken cancellation) =>
        database.SignalAsync(session, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Topic} {channel}"), cancellation);

    private static JsonObjectBuilder BodyOf(ChannelSettings settings) =>
        new JsonObjectBuilder().SetAll(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(settings, LogJson.Default.ChannelSettings)));

    internal static ChannelSettings ReadSettings(string json) => ChannelSettings.Parse(Encoding.UTF8.GetBytes(json));

    private static ManagedChannel ReadRow(SqlRow row) => new(
        row.Integer(0),
        row.Text(1).Length > 0 ? ChannelName.Parse(row.Text(1)) : default,
        row.Instant(2),
        row.Integer(3),
        row.Integer(4),
        ReadSettings(row.Text(5)));
}
