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

    [Theory, OnBothDatabases]
    public async Task The_changes_of_a_day_are_counted_and_listed_by_days_of_UTC(DatabaseKind kind)
    {
        var clock = new WrongClock();
        await using var store = await TestStore.OpenAsync(kind, postgres, clock);
        clock.Now = WrongClock.Start.AddDays(1).AddMilliseconds(-1);
        await store.PublishAsync(new TinyPackage("last-of-the-first-day"));
        clock.Now = WrongClock.Start.AddDays(1);
        await store.PublishAsync(new TinyPackage("first-of-the-second"));
        clock.Now = WrongClock.Start.AddDays(3);
        await store.PublishAsync(new TinyPackage("of-the-fourth"));
        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!.Id;
        var (log, day) = (store.Store.Log, DateOnly.FromDateTime(WrongClock.Start.UtcDateTime));

        Assert.Equal(
            [new(day, 2, 1, 2), new(day.AddDays(1), 1, 3, 3), new(day.AddDays(3), 1, 4, 4)],
            await log.CountByDayAsync(channel, WrongClock.Start, WrongClock.Start.AddDays(4), TestStore.Stop));
        Assert.Equal([new(day.AddDays(1), 1, 3, 3)], await log.CountByDayAsync(channel, WrongClock.Start.AddDays(1), WrongClock.Start.AddDays(3), TestStore.Stop));
        Assert.Equal([2, 1], (await log.ReadBackAsync(channel, WrongClock.Start, WrongClock.Start.AddDays(1), long.MaxValue, 10, TestStore.Stop)).Select(change => change.Revision));
        Assert.Equal([1], (await log.ReadBackAsync(channel, WrongClock.Start, WrongClock.Start.AddDays(1), 2, 10, TestStore.Stop)).Select(change => change.Revision));
        Assert.Equal([4], (await log.ReadBackAsync(channel, WrongClock.Start, WrongClock.Start.AddDays(9), long.MaxValue, 1, TestStore.Stop)).Select(change => change.Revision));
    }

    private sealed class WrongClock : TimeProvider
    {
        public static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

        public DateTimeOffset Now { get; set; } = Start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
