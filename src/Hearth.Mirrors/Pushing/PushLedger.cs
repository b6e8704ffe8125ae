using Hearth.Channels;

namespace Hearth.Mirrors.Pushing;

/// <summary>What is known of a target from pushes before: what it has, and by what it shows it. Of one channel and one target.</summary>
internal sealed class PushLedger(ChannelStore store, long push)
{
    private const int Lot = 200;
    private static readonly TimeSpan LotWithin = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _flushed = store.Clock.GetTimestamp();
    private List<PushedUnit> _waiting = [];

    /// <summary>Opens it, and notes that a push has begun.</summary>
    public static async Task<PushLedger> BeginAsync(ChannelStore store, long channel, string target, long revision, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        var push = await store.Database.WriteAsync(
            session => session.NumberAsync(
                $"""
                INSERT INTO push(channel, target, begun, revision, message) VALUES ({channel}, {target}, {now}, {revision}, '')
                ON CONFLICT (channel, target) DO UPDATE SET begun = excluded.begun, ended = NULL, revision = excluded.revision RETURNING id
                """,
                cancellation),
            cancellation);
        return new PushLedger(store, push);
    }

    /// <summary>What a target has, by key, and whether the last push to it came to no end.</summary>
    public static Task<(Dictionary<string, PushedUnit> Known, bool IsUnfinished)> ReadAsync(ChannelStore store, long channel, string target, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            var units = await session.QueryAsync(
                $"SELECT path, content, proof FROM pushed JOIN push ON push.id = pushed.push WHERE channel = {channel} AND target = {target}",
                row => new PushedUnit(row.Text(0), row.Digest(1), row.Digest(2)),
                cancellation);
            var unfinished = await session.NumberAsync($"SELECT count(*) FROM push WHERE channel = {channel} AND target = {target} AND ended IS NULL", cancellation);
            return (units.ToDictionary(unit => unit.Key, StringComparer.Ordinal), unfinished > 0);
        },
        cancellation);

    /// <summary>Forgets all: the target is not as it was left.</summary>
    public Task ForgetAsync(CancellationToken cancellation) =>
        store.Database.WriteAsync(session => session.ExecuteAsync($"DELETE FROM pushed WHERE push = {push}", cancellation), cancellation);

    /// <summary>Notes a unit; many are written at a time. What a crash loses is asked for again.</summary>
    public async Task AddAsync(PushedUnit unit, CancellationToken cancellation)
    {
        List<PushedUnit>? lot = null;
        lock (_gate)
        {
            _waiting.Add(unit);
            if (_waiting.Count >= Lot || store.Clock.GetElapsedTime(_flushed) > LotWithin)
                (lot, _waiting, _flushed) = (_waiting, [], store.Clock.GetTimestamp());
        }
        if (lot is not null)
            await WriteAsync(lot, cancellation);
    }

    /// <summary>Writes what waits.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        List<PushedUnit> lot;
        lock (_gate)
            (lot, _waiting) = (_waiting, []);
        if (lot.Count > 0)
            await WriteAsync(lot, cancellation);
    }

    /// <summary>Notes what came of the push.</summary>
    public async Task EndAsync(string message, bool isComplete, CancellationToken cancellation)
    {
        await FlushAsync(cancellation);
        DateTimeOffset? ended = isComplete ? store.Clock.GetUtcNow() : null;
        await store.Database.WriteAsync(session => session.ExecuteAsync($"UPDATE push SET ended = {ended}, message = {message} WHERE id = {push}", cancellation), cancellation);
    }

    private Task WriteAsync(List<PushedUnit> lot, CancellationToken cancellation) => store.Database.WriteAsync(
        async session =>
        {
            foreach (var (key, content, proof) in lot)
            {
                await session.ExecuteAsync(
                    $"INSERT INTO pushed(push, path, content, proof) VALUES ({push}, {key}, {content}, {proof}) ON CONFLICT (push, path) DO UPDATE SET content = excluded.content, proof = excluded.proof",
                    cancellation);
            }
        },
        cancellation);
}
