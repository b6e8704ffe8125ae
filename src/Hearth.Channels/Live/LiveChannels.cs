using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Hearth.Channels.Databases;
using Hearth.Channels.Log;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Live;

/// <summary>
/// The channels as a process serves them, from memory. Follows the database by its signals; while the database is away, what is
/// held is served.
/// </summary>
public sealed class LiveChannels(ChannelStore store) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RememberArtifactsFor = TimeSpan.FromSeconds(5);
    private const int MostArtifactsRemembered = 100_000;

    private readonly ConcurrentDictionary<long, LiveChannel> _byId = new();
    private readonly ConcurrentDictionary<(long Channel, string Path), RememberedArtifact> _artifacts = new();
    private readonly SemaphoreSlim _refreshing = new(1);
    private volatile Dictionary<string, LiveChannel> _byName = new(StringComparer.Ordinal);

    /// <summary>All channels, in order of name.</summary>
    public IReadOnlyList<LiveChannel> All => [.. _byName.OrderBy(channel => channel.Key, StringComparer.Ordinal).Select(channel => channel.Value)];

    /// <summary>When the database was last asked with success.</summary>
    public DateTimeOffset UpToDateAt { get; private set; }

    /// <summary>A channel by its name.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out LiveChannel? channel) => _byName.TryGetValue(name, out channel);

    /// <summary>Follows the database until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var wake = new Wake(store.Clock);
        var listening = ListenAsync(wake, cancellation);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await RefreshAsync(cancellation);
                await wake.WaitAsync(LookEvery, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is DbException or IOException or TimeoutException)
            {
                await Task.Delay(LookEvery, store.Clock, CancellationToken.None);
            }
        }
        await listening;
    }

    /// <summary>Asks the database once for all that changed.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        // One at a time, so that nothing older ever replaces what is newer.
        await _refreshing.WaitAsync(cancellation);
        try
        {
            await LoadAsync(cancellation);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public void Dispose() => _refreshing.Dispose();

    private async Task LoadAsync(CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        var ticks = _byId.ToDictionary(entry => entry.Key, entry => entry.Value.Tick);
        await store.Database.ReadAsync(
            async session =>
            {
                var channels = await ChannelCatalog.ListAsync(session, cancellation);
                foreach (var (channel, views) in channels)
                {
                    var live = _byId.GetOrAdd(channel.Id, _ => new LiveChannel(channel));
                    if (live.Channel != channel)
                        live.Channel = channel;
                    if (views != ticks.GetValueOrDefault(channel.Id))
                        LoadFiles(session, live, ticks.GetValueOrDefault(channel.Id), views);
                }
                _byName = channels.ToDictionary(row => row.Channel.Name.ToString(), row => _byId[row.Channel.Id], StringComparer.Ordinal);
                return true;
            },
            cancellation);
        UpToDateAt = now;
    }

    /// <summary>Finds the bytes behind the name of an artifact; remembered for a few seconds.</summary>
    /// <returns>Null if the channel has no such artifact, or does not give it out any more.</returns>
    public async ValueTask<(Sha256 Digest, long Size, DateTimeOffset At)?> FindArtifactAsync(LiveChannel channel, string subdir, string file, CancellationToken cancellation)
    {
        var key = (channel.Channel.Id, $"{subdir}/{file}");
        var now = store.Clock.GetUtcNow();
        if (_artifacts.TryGetValue(key, out var remembered) && remembered.Until > now)
            return remembered.Artifact;
        // What was removed can still be had by its name, for lock files and for the past; what was blocked cannot.
        var found = await store.Database.ReadAsync(
            session => session.FirstAsync(
                $"""
                SELECT sha256, size, at, blocked FROM artifact WHERE channel = {channel.Channel.Id} AND subdir = {subdir} AND file = {file}
                ORDER BY CASE WHEN removed IS NULL THEN 0 ELSE 1 END, added DESC LIMIT 1
                """,
                row => row.Flag(3) ? null : ((Sha256, long, DateTimeOffset)?)(row.Digest(0), row.Integer(1), row.Instant(2)),
                cancellation),
            cancellation);
        if (found is not null)
        {
            if (_artifacts.Count >= MostArtifactsRemembered)
                _artifacts.Clear();
            _artifacts[key] = new RememberedArtifact(found, now + RememberArtifactsFor);
        }
        return found;
    }

    private static void LoadFiles(SqlSession session, LiveChannel live, long after, long views)
    {
        session.Visit(
            $"SELECT label, path, digest, size, revision, at FROM view_file WHERE channel = {live.Channel.Id} AND tick > {after}",
            row => live.Put(row.Text(0), row.Text(1), new ViewFile(row.Digest(2), row.Integer(3), row.Integer(4), row.Instant(5))));
        live.Tick = views;
    }

    private async Task ListenAsync(Wake wake, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await foreach (var _ in store.Database.SignalsAsync(cancellation))
                    wake.Ring();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is DbException or IOException or TimeoutException)
            {
                await Task.Delay(LookEvery, store.Clock, CancellationToken.None);
            }
        }
    }

    private readonly record struct RememberedArtifact((Sha256 Digest, long Size, DateTimeOffset At)? Artifact, DateTimeOffset Until);
}
