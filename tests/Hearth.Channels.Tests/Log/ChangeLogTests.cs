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

    [Theory, OnBothDatabases]
    public async Task The_changes_of_a_file_are_all_that_the_log_says_of_it(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, settings: new() { Overwrite = true });
        await store.PublishAsync(new TinyPackage("zlib"), labels: ["main", "dev"]);
        await store.PublishAsync(new TinyPackage("zlib", "2.0"));
        await store.PublishAsync(new TinyPackage("zlib") { Files = { ["share/text"] = "other bytes" } }, overwrite: true);
        await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", "zlib-1.0-0.conda", "test", "broken", block: false, TestStore.Stop);
        await store.Changes.RestoreAsync(TestStore.Forge, "linux-64", "zlib-1.0-0.conda", "test", [Conda.Names.Label.Main], TestStore.Stop);
        await store.Changes.SetLabelsAsync(TestStore.Forge, "linux-64", "zlib-1.0-0.conda", "test", [Conda.Names.Label.Parse("old")], TestStore.Stop);
        await MadeRemote.ListAsync(store.Store, [MadeRemote.Of("far", "1.0", Foundation.Hashing.Sha256.Of("far"u8), size: 3)]);

        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!.Id;
        var all = await store.Store.Log.ReadAsync(channel, 0, 100, TestStore.Stop);
        foreach (var (file, changes) in ((string, int)[])[("zlib-1.0-0.conda", 5), ("zlib-2.0-0.conda", 1), ("far-1.0-0.conda", 1), ("none-1.0-0.conda", 0)])
        {
            var found = await store.Store.Log.OfArtifactAsync(channel, "linux-64", file, TestStore.Stop);
            Assert.Equal(all.Where(change => change.Subject == $"linux-64/{file}").Reverse(), found);
            Assert.Equal(changes, found.Count);
        }
    }

    private sealed class WrongClock : TimeProvider
    {
        public static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

        public DateTimeOffset Now { get; set; } = Start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
