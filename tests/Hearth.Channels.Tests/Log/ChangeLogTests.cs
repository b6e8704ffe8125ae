using Hearth.Testing;

namespace Hearth.Channels.Tests.Log;

public sealed class ChangeLogTests(PostgresServer postgres)
{
    [Theory, OnBothDatabases]
    public async Task The_times_of_a_log_never_run_back(DatabaseKind kind)
    {
        var clock = new WrongClock();
        await using var store = await TestStore.OpenAsync(kind, postgres, clock);
        clock.Now += TimeSpan.FromHours(2);
        await store.PublishAsync(new TinyPackage("zlib"));
        clock.Now -= TimeSpan.FromDays(1);
        await store.PublishAsync(new TinyPackage("zlib", "2.0"));
        clock.Now = WrongClock.Start + TimeSpan.FromHours(26);
        await store.PublishAsync(new TinyPackage("zlib", "3.0"));

        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        var log = await store.Store.Log.ReadAsync(channel.Id, 0, 100, TestStore.Stop);

        Assert.Equal([0, 2, 2, 26], log.Select(change => (change.At - WrongClock.Start).TotalHours));
        Assert.Null(await store.Store.Log.FirstBreakAsync(channel.Id, TestStore.Stop));
    }

    private sealed class WrongClock : TimeProvider
    {
        public static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

        public DateTimeOffset Now { get; set; } = Start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
