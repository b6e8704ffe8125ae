using CsCheck;
using Hearth.Channels.History;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Upkeep;
using Hearth.Testing;

namespace Hearth.Channels.Tests.History;

/// <summary>Whatever happens to a channel and its snapshots, those that are pinned are there, with all that their states need.</summary>
public sealed class AnyPinTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset Birth = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (5, Gen.Select(Gen.Int[0, 3], Gen.Bool, (which, other) => (Step)((world, _) => world.PublishAsync(which, other)))),
        (2, Gen.Int[0, 3].Select(which => (Step)((world, _) => world.RemoveAsync(which)))),
        (4, Gen.Bool.Select(isPinned => (Step)((world, number) => world.TakeAsync($"s{number}", isPinned)))),
        (2, Gen.Select(Gen.Int[0, 20], Gen.Bool, (which, isPinned) => (Step)((world, _) => world.PinAsync($"s{which}", isPinned)))),
        (2, Gen.Int[1, 2].Select(last => (Step)((world, _) => world.PruneAsync(last)))),
        (2, Gen.Const((Step)((world, _) => world.CollectAsync()))));

    [Theory, OnBothDatabases]
    public Task What_a_pinned_snapshot_needs_is_there_whatever_is_pruned_and_collected(DatabaseKind kind) => AnyStep.Array[1, 20].SampleAsync(
        async steps =>
        {
            var clock = new SteppingClock(Birth);
            await using var store = await TestStore.OpenAsync(kind, postgres, clock, new ChannelSettings { Overwrite = true });
            var world = new World(store, clock);
            await world.PublishAsync(0, other: false);
            for (var i = 0; i < steps.Length; i++)
                await steps[i](world, i);
            await world.PruneAsync(last: 1);
            await world.CollectAsync();
            await world.AssertAsync();
        },
        iter: 6,
        threads: 1);

    private delegate Task Step(World world, int number);

    /// <summary>A channel, and what is known of its snapshots.</summary>
    private sealed class World(TestStore store, SteppingClock clock)
    {
        private readonly Dictionary<string, ServedThen> _pinned = new(StringComparer.Ordinal);
        private readonly Dictionary<string, ServedThen> _taken = new(StringComparer.Ordinal);

        public async Task PublishAsync(int which, bool other)
        {
            var package = new TinyPackage($"p{which}") { Files = new() { ["lib/content"] = other ? "other" : "one" } };
            Assert.IsNotType<PublishOutcome.NoChannel>(await store.PublishAsync(package, overwrite: true));
            await ShowAsync();
        }

        public async Task RemoveAsync(int which)
        {
            await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", $"p{which}-1.0-0.conda", "test", "", block: false, TestStore.Stop);
            await ShowAsync();
        }

        public async Task TakeAsync(string name, bool isPinned)
        {
            var channel = await ChannelAsync();
            var state = Assert.IsType<MomentOutcome.Found>(await new ChannelHistory(store.Store).NewestAsync(channel, TestStore.Stop));
            var served = await ServedThen.KeepAsync(store.Store, channel, TestStore.Stop);
            await new Snapshots(store.Store).TakeAsync(channel, name, state, "", "test", TestStore.Stop, isPinned);
            _taken[name] = served with { Revision = state.Revision };
            if (isPinned)
                _pinned[name] = _taken[name];
        }

        public async Task PinAsync(string name, bool isPinned)
        {
            if (await new Snapshots(store.Store).PinAsync(await ChannelAsync(), name, isPinned, "test", TestStore.Stop) is null)
                return;
            _pinned.Remove(name);
            if (isPinned)
                _pinned[name] = _taken[name];
        }

        public async Task PruneAsync(int last) => await new Snapshots(store.Store).PruneAsync(await ChannelAsync(), new SnapshotRetention { Last = last }, "test", TestStore.Stop);

        public async Task CollectAsync()
        {
            clock.Step(TimeSpan.FromDays(2));
            await new GarbageCollection(store.Store).RunAsync(TimeSpan.Zero, isDryRun: false, TestStore.Stop);
        }

        public async Task AssertAsync()
        {
            var channel = await ChannelAsync();
            var listed = (await new Snapshots(store.Store).ListAsync(channel.Id, TestStore.Stop)).Where(snapshot => snapshot.IsPinned).ToDictionary(snapshot => snapshot.Name, snapshot => snapshot.Revision, StringComparer.Ordinal);
            Assert.Equal(_pinned.Keys.Order(StringComparer.Ordinal), listed.Keys.Order(StringComparer.Ordinal));
            await using var past = new PastFiles(store.Store);
            foreach (var (name, served) in _pinned)
            {
                Assert.Equal(served.Revision, listed[name]);
                await served.AssertComesBackAsync(past, channel, TestStore.Stop);
                Assert.Empty(await new StateExport(store.Store, past, channel, served.Revision).VerifyAsync(null, TestStore.Stop));
            }
        }

        private async Task ShowAsync()
        {
            clock.Step(TimeSpan.FromMinutes(1));
            await store.Keeper.CatchUpAsync(TestStore.Stop);
        }

        private async Task<ManagedChannel> ChannelAsync() => (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
    }
}
