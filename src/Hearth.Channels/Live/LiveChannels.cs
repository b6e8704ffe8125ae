using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Hearth.Channels.Databases;
using Hearth.Channels.Log;
using Hearth.Channels.Selections;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Live;

/// <summary>
/// The channels as a process serves them, from memory. Follows the database by its signals; while the database is away, what is
/// held is served: every file of every view, and the artifacts that were asked for before.
/// </summary>
public sealed class LiveChannels(ChannelStore store) : IDisposable
{
    private static readonly TimeSpan RememberArtifactsFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AwayAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookUpWithin = TimeSpan.FromSeconds(5);
    private const int MostArtifactsRemembered = 100_000;

    // Virtual channels of virtual channels; there are no cycles, and this ends in any case.
    private const int MostNested = 8;

    private readonly ConcurrentDictionary<long, LiveChannel> _byId = new();
    private readonly ConcurrentDictionary<(long Channel, string Path), RememberedArtifact> _artifacts = new();
    private readonly SemaphoreSlim _refreshing = new(1);
    private long _asked;
    private long _answered;
    private volatile Dictionary<string, LiveChannel> _byName = new(StringComparer.Ordinal);

    /// <summary>All channels, in order of name.</summary>
    public IReadOnlyList<LiveChannel> All => [.. _byName.OrderBy(channel => channel.Key, StringComparer.Ordinal).Select(channel => channel.Value)];

    /// <summary>When the database was last asked with success.</summary>
    public DateTimeOffset UpToDateAt { get; private set; }

    /// <summary>A channel by its name.</summary>
    public bool TryFind(ReadOnlySpan<char> name, [NotNullWhen(true)] out LiveChannel? channel) =>
        _byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out channel);

    /// <summary>
    /// When what a channel shows was last compared with where it comes from: for a mirror with its source, for a virtual channel with the
    /// source of the member whose turn was longest ago. Null where nothing comes from elsewhere, or was never looked at.
    /// </summary>
    public DateTimeOffset? LookedAt(LiveChannel channel) => LookedAt(channel, MostNested);

    /// <summary>Follows the database until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var wake = new Wake(store.Clock);
        var listening = Following.ListenAsync(store.Database, store.Clock, _ => wake.Ring(), cancellation);
        await Following.RepeatAsync(RefreshAsync, wake, store.Clock, cancellation);
        await listening;
    }

    /// <summary>Asks the database once for all that changed, and shows it when all of it is known.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        var turn = Interlocked.Increment(ref _asked);
        // One at a time, so that nothing older ever replaces what is newer.
        await _refreshing.WaitAsync(cancellation);
        try
        {
            // Another who asked later may have been served meanwhile.
            if (_answered >= turn)
                return;
            var answers = Volatile.Read(ref _asked);
            await LoadAsync(cancellation);
            _answered = answers;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public void Dispose() => _refreshing.Dispose();

    private DateTimeOffset? LookedAt(LiveChannel channel, int nested)
    {
        var settings = channel.Channel.Settings;
        if (settings.Mirror is not null)
            return channel.Looked;
        return settings.Virtual is { } members && nested > 0
            ? members.Members.Select(member => _byName.GetValueOrDefault(member)).OfType<LiveChannel>().Select(member => LookedAt(member, nested - 1)).Min()
            : null;
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        var states = await store.Database.ReadAsync(session => ReadAsync(session, cancellation), cancellation);
        foreach (var state in states)
            Show(state);
        _byName = states.ToDictionary(state => state.Channel.Name.ToString(), state => _byId[state.Channel.Id], StringComparer.Ordinal);
        UpToDateAt = now;
    }

    /// <summary>Finds the bytes behind the name of an artifact; remembered for a few seconds.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="label">Where it is asked for. Every label gives out what the channel has; a view, what it shows or once showed.</param>
    /// <param name="subdir">The artifact's subdir.</param>
    /// <param name="file">Its file name.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null if there is no such artifact, or it is not given out any more.</returns>
    /// <exception cref="DbException">It is not remembered, and the database is away.</exception>
    /// <exception cref="TimeoutException">The same, and the database does not even say so.</exception>
    public async ValueTask<(Sha256 Digest, long Size, DateTimeOffset At)?> FindArtifactAsync(LiveChannel channel, Label label, string subdir, string file, CancellationToken cancellation)
    {
        var view = ViewName.OfLabel(label) is null ? null : label.ToString();
        var key = (channel.Channel.Id, $"{view}/{subdir}/{file}");
        var now = store.Clock.GetUtcNow();
        // While the database is away nothing can have changed there.
        if (_artifacts.TryGetValue(key, out var remembered) && (remembered.Until > now || UpToDateAt < now - AwayAfter))
            return remembered.Artifact;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(LookUpWithin);
        (Sha256 Digest, long Size, DateTimeOffset At)? found;
        try
        {
            found = await LookUpAsync(channel.Channel.Id, view, subdir, file, patience.Token);
        }
        catch (Exception e) when (remembered.Artifact is not null && (e is DbException || patience.IsCancellationRequested) && !cancellation.IsCancellationRequested)
        {
            return remembered.Artifact;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("the database does not answer");
        }
        if (found is not null)
        {
            if (_artifacts.Count >= MostArtifactsRemembered)
                _artifacts.Clear();
            _artifacts[key] = new RememberedArtifact(found, now + RememberArtifactsFor);
        }
        return found;
    }

    // What was removed can still be had by its name, for lock files and for the past; what was blocked cannot.
    private Task<(Sha256 Digest, long Size, DateTimeOffset At)?> LookUpAsync(long channel, string? view, string subdir, string file, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.FirstAsync(
            view is null
                ? (Sql)$"""
                    SELECT sha256, size, at, blocked FROM artifact WHERE channel = {channel} AND subdir = {subdir} AND file = {file}
                    ORDER BY CASE WHEN removed IS NULL THEN 0 ELSE 1 END, added DESC LIMIT 1
                    """
                : $"""
                    SELECT sha256, size, at, blocked FROM artifact WHERE channel = {channel} AND subdir = {subdir} AND file = {file} AND (
                        EXISTS (SELECT 1 FROM listing WHERE listing.artifact = artifact.id AND listing.label = {view})
                        OR id = (SELECT artifact FROM delisted WHERE channel = {channel} AND label = {view} AND subdir = {subdir} AND file = {file}))
                    ORDER BY CASE WHEN removed IS NULL THEN 0 ELSE 1 END, added DESC LIMIT 1
                    """,
            row => row.Flag(3) ? null : ((Sha256, long, DateTimeOffset)?)(row.Digest(0), row.Integer(1), row.Instant(2)),
            cancellation),
        cancellation);

    private async Task<List<ChannelState>> ReadAsync(SqlSession session, CancellationToken cancellation)
    {
        var states = new List<ChannelState>();
        var looked = (await session.QueryAsync($"SELECT channel, looked FROM mirror_sync", row => (Channel: row.Integer(0), At: row.InstantOrNull(1)), cancellation)).ToDictionary(row => row.Channel, row => row.At);
        foreach (var (channel, views) in await ChannelCatalog.ListAsync(session, cancellation))
        {
            var known = _byId.GetValueOrDefault(channel.Id)?.Tick ?? 0;
            var files = views == known ? [] : await session.QueryAsync(
                $"SELECT label, path, digest, size, revision, at, gone FROM view_file WHERE channel = {channel.Id} AND tick > {known}",
                row => (row.Text(0), row.Text(1), row.Flag(6) ? null : new ViewFile(row.Digest(2), row.Integer(3), row.Integer(4), row.Instant(5))),
                cancellation);
            states.Add(new ChannelState(channel, views, files, looked.GetValueOrDefault(channel.Id)));
        }
        return states;
    }

    private void Show(ChannelState state)
    {
        var live = _byId.GetOrAdd(state.Channel.Id, _ => new LiveChannel(state.Channel));
        if (live.Channel != state.Channel)
            live.Channel = state.Channel;
        live.Looked = state.Looked;
        foreach (var (label, path, file) in state.Files)
            live.Put(label, path, file);
        live.Tick = state.Views;
    }

    private sealed record ChannelState(ManagedChannel Channel, long Views, IReadOnlyList<(string Label, string Path, ViewFile? File)> Files, DateTimeOffset? Looked);

    private readonly record struct RememberedArtifact((Sha256 Digest, long Size, DateTimeOffset At)? Artifact, DateTimeOffset Until);
}
