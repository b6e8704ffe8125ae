using System.Collections.Concurrent;
using System.Globalization;
using Hearth.Channels.Blobs;
using Hearth.Channels.Composition;
using Hearth.Channels.Selections;
using Hearth.Channels.Telemetry;

namespace Hearth.Channels.Live;

/// <summary>
/// Keeps the views of all channels up to date: shards and their indexes at once, documents on their own clock. Any number of
/// processes may run one over the same database; leases share the work out, and another takes over where one dies.
/// </summary>
public sealed class ViewKeeper(ChannelStore store)
{
    // Names that come within it are published together: indexes are made anew each time.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly string _holder = Lease.NewHolder();
    private readonly ViewLooks _looks = new(store);
    private readonly Wake _shardsWake = new(store.Clock);
    private readonly Wake _documentsWake = new(store.Clock);
    private readonly ConcurrentDictionary<string, HeldLease> _leases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, DateTimeOffset> _documentsNotBefore = new();

    /// <summary>The last thing that went wrong, and when; null if nothing did since the last success.</summary>
    public (string Problem, DateTimeOffset At)? Trouble { get; private set; }

    /// <summary>Works until cancelled. Trouble with the stores is waited out.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var listening = Following.ListenAsync(
            store.Database,
            store.Clock,
            _ =>
            {
                _shardsWake.Ring();
                _documentsWake.Ring();
            },
            cancellation);
        // SQLite works on the thread that asks; each loop has its own.
        var documents = Task.Run(() => RepeatAsync(PublishDocumentsAsync, _documentsWake, cancellation), CancellationToken.None);
        await Task.Run(() => RepeatAsync(PublishShardsAsync, _shardsWake, cancellation), CancellationToken.None);
        await Task.WhenAll(listening, documents);
        await ReleaseAsync();
    }

    /// <summary>Publishes all that is waiting, documents as well, and returns.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        await PublishShardsAsync(cancellation);
        _documentsNotBefore.Clear();
        await PublishDocumentsAsync(cancellation);
    }

    /// <summary>Publishes shards while something is at work that changes channels; once that is done, all that is waiting, documents as well.</summary>
    /// <param name="work">What changes channels.</param>
    /// <param name="cancellation">Gives up; the work has to be stopped by whoever gave it.</param>
    /// <returns>What came of the work.</returns>
    public async Task<T> KeepUpAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        // SQLite works on the thread that asks; each has its own.
        var working = Task.Run(work, CancellationToken.None);
        try
        {
            while (!working.IsCompleted)
            {
                await Task.WhenAny(working, Task.Delay(BetweenLooks, store.Clock, cancellation));
                if (!working.IsCompleted)
                    await PublishShardsAsync(cancellation);
            }
        }
        catch (Exception e) when (StoreTrouble.Is(e) || e is LostLeaseException)
        {
            // It is met again below, unless it has passed.
            _leases.Clear();
        }
        finally
        {
            await ((Task)working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        var result = await working;
        await CatchUpAsync(cancellation);
        return result;
    }

    private Task RepeatAsync(Func<CancellationToken, Task> publish, Wake wake, CancellationToken cancellation) => Following.RepeatAsync(
        async stop =>
        {
            try
            {
                await publish(stop);
                Trouble = null;
            }
            catch (LostLeaseException)
            {
                _leases.Clear();
                wake.Ring();
            }
        },
        wake,
        store.Clock,
        cancellation,
        trouble => Trouble = (trouble.Message, store.Clock.GetUtcNow()));

    // What a member of a virtual channel shows is shown by that channel next.
    private async Task PublishShardsAsync(CancellationToken cancellation)
    {
        do
            await PublishSelectedAsync(cancellation);
        while (await ComposeAsync(cancellation));
    }

    // By turns, so that a large view keeps nobody waiting. Patches, too, change what views select.
    private async Task PublishSelectedAsync(CancellationToken cancellation)
    {
        do
        {
            await _looks.RunAsync(cancellation);
            await PublishWaitingAsync(cancellation);
        }
        while (await _looks.AreDueAsync(cancellation));
    }

    private async Task<bool> ComposeAsync(CancellationToken cancellation)
    {
        var virtuals = await store.Catalog.VirtualAsync(cancellation);
        if (virtuals.Count == 0)
            return false;
        var channels = (await store.Catalog.ListAsync(cancellation)).ToDictionary(channel => channel.Name.ToString(), StringComparer.Ordinal);
        var hasComposed = false;
        foreach (var channel in virtuals)
        {
            if (await HoldAsync(string.Create(CultureInfo.InvariantCulture, $"members/{channel.Id}"), cancellation) is not { } lease)
                continue;
            using var span = Spans.Start("compose");
            span?.SetTag("hearth.channel.id", channel.Id);
            hasComposed |= await new ChannelComposition(store, channel, VirtualDefinition.MembersOf(channel, channels), lease).RunAsync(cancellation);
        }
        return hasComposed;
    }

    private async Task PublishWaitingAsync(CancellationToken cancellation)
    {
        var waiting = await store.Database.ReadAsync(
            session => session.QueryAsync(
                $"""
                SELECT channel, subdir FROM dirty UNION SELECT channel, subdir FROM view WHERE revision = 0 UNION SELECT channel, subdir FROM repatch
                ORDER BY channel, subdir
                """,
                row => (Channel: row.Integer(0), Subdir: row.Text(1)),
                cancellation),
            cancellation);
        foreach (var (channel, subdir) in waiting)
        {
            if (await HoldAsync(string.Create(CultureInfo.InvariantCulture, $"shards/{channel}/{subdir}"), cancellation) is not { } lease)
                continue;
            await new Repatching(store, channel, subdir, lease).RunAsync(cancellation);
            var publication = new ShardPublication(store, channel, subdir, lease);
            while (await PublishAsync("publish shards", channel, publication.RunAsync, cancellation))
            {
            }
        }
    }

    private async Task PublishDocumentsAsync(CancellationToken cancellation)
    {
        var stale = await store.Database.ReadAsync(
            session => session.QueryAsync($"SELECT DISTINCT channel FROM view WHERE revision > 0 AND documents < revision ORDER BY channel", row => row.Integer(0), cancellation), cancellation);
        if (stale.Count == 0)
            return;
        foreach (var channel in await store.Catalog.ListAsync(cancellation))
        {
            var started = store.Clock.GetUtcNow();
            if (!stale.Contains(channel.Id) || _documentsNotBefore.GetValueOrDefault(channel.Id) > started)
                continue;
            if (await HoldAsync(string.Create(CultureInfo.InvariantCulture, $"documents/{channel.Id}"), cancellation) is not { } lease)
                continue;
            var publication = new DocumentPublication(store, channel, lease);
            while (await PublishAsync("publish documents", channel.Id, publication.RunAsync, cancellation))
            {
            }
            // A small channel has its documents at once; a large one does not spend all its time on them.
            var ended = store.Clock.GetUtcNow();
            var rest = TimeSpan.FromTicks(Math.Min((ended - started).Ticks * 4, TimeSpan.FromSeconds(channel.Settings.DocumentsWithinSeconds).Ticks / 2));
            _documentsNotBefore[channel.Id] = ended + rest;
        }
    }

    // What was collected between its put and the transaction that shows it is put once more.
    private async Task<bool> PublishAsync(string what, long channel, Func<CancellationToken, Task<bool>> publish, CancellationToken cancellation)
    {
        using var span = Spans.Start(what);
        span?.SetTag("hearth.channel.id", channel);
        try
        {
            return await publish(cancellation);
        }
        catch (CondemnedBlobException e)
        {
            await store.Condemned.ForgetAsync(e, cancellation);
            return true;
        }
    }

    private async Task<Lease?> HoldAsync(string resource, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        if (_leases.TryGetValue(resource, out var held) && held.Until > now + (Lease.Duration / 2))
            return held.Lease;
        var lease = await Lease.AcquireAsync(store, resource, _holder, cancellation);
        if (lease is not null)
            _leases[resource] = new HeldLease(lease, now + Lease.Duration);
        return lease;
    }

    /// <summary>Lets others publish at once, instead of when the leases that are held run out.</summary>
    public async Task ReleaseAsync()
    {
        var held = _leases.Values.ToList();
        _leases.Clear();
        if (held.Count == 0)
            return;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await store.Database.WriteAsync(
                async session =>
                {
                    foreach (var lease in held)
                        await lease.Lease.ReleaseAsync(session, patience.Token);
                },
                patience.Token);
        }
        catch (Exception e) when (StoreTrouble.Is(e) || e is OperationCanceledException)
        {
            // They run out by themselves.
        }
    }

    private readonly record struct HeldLease(Lease Lease, DateTimeOffset Until);
}
