using Hearth.Channels.Live;
using Hearth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Channels.Tests.Live;

/// <summary>Shards that are published while something is at work.</summary>
public sealed class KeepingUpTests(PostgresServer postgres)
{
    [Theory, OnBothDatabases]
    public async Task Shards_are_shown_while_the_work_goes_on_and_documents_once_it_is_done(DatabaseKind kind)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        await using var store = await TestStore.OpenAsync(kind, postgres, clock);
        var result = await store.Keeper.KeepUpAsync(
            async () =>
            {
                await store.PublishAsync(new TinyPackage("zlib"));
                while (!await HasShardAsync(store, "zlib"))
                    await TickAsync(clock);
                await store.PublishAsync(new TinyPackage("tool"));
                return "done";
            },
            TestStore.Stop);

        Assert.Equal("done", result);
        Assert.True(await HasShardAsync(store, "tool"));
        Assert.Equal(["tool-1.0-0.conda", "zlib-1.0-0.conda"], (await store.JsonAsync("linux-64/repodata.json"))["packages.conda"]!.AsObject().Select(record => record.Key));
    }

    [Theory, OnBothDatabases]
    public async Task Work_that_fails_fails_as_it_would_alone(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await Assert.ThrowsAsync<InvalidDataException>(() => store.Keeper.KeepUpAsync<string>(
            async () =>
            {
                await store.PublishAsync(new TinyPackage("zlib"));
                throw new InvalidDataException("The work fails.");
            },
            TestStore.Stop));
        Assert.False(await HasShardAsync(store, "zlib"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        Assert.True(await HasShardAsync(store, "zlib"));
    }

    [Theory, OnBothDatabases]
    public async Task Trouble_with_the_stores_while_the_work_goes_on_is_forgotten_if_it_has_passed(DatabaseKind kind)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        await using var store = await TestStore.OpenAsync(kind, postgres, clock);
        await store.Keeper.KeepUpAsync(
            async () =>
            {
                await store.PublishAsync(new TinyPackage("zlib"));
                var wasMet = false;
                store.Blobs.BeforePut = () =>
                {
                    wasMet = true;
                    throw new IOException("The store is away.");
                };
                while (!wasMet)
                    await TickAsync(clock);
                store.Blobs.BeforePut = null;
                return true;
            },
            TestStore.Stop);
        Assert.True(await HasShardAsync(store, "zlib"));
    }

    private static async Task TickAsync(FakeTimeProvider clock)
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        await Task.Delay(10, TestStore.Stop);
    }

    private static async Task<bool> HasShardAsync(TestStore store, string name)
    {
        using var live = new LiveChannels(store.Store);
        await live.RefreshAsync(TestStore.Stop);
        return live.TryFind("forge", out var channel) && channel.Find(Conda.Names.Label.Main, "linux-64/repodata_shards.msgpack.zst") is not null
            && (await store.IndexAsync()).Shards.ContainsKey(name);
    }
}
