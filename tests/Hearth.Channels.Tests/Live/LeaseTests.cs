using System.Diagnostics;
using Hearth.Channels.Live;
using Hearth.Channels.Upkeep;
using Hearth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Channels.Tests.Live;

public sealed class LeaseTests(PostgresServer postgres)
{
    [Theory, OnBothDatabases]
    public async Task Only_the_holder_of_the_lease_writes(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await store.PublishAsync(new TinyPackage("zlib"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        await store.PublishAsync(new TinyPackage("zlib", "2.0"));

        await new ViewKeeper(store.Store).CatchUpAsync(TestStore.Stop);

        Assert.Null((await store.ShardAsync("zlib"))["packages.conda"]!["zlib-2.0-0.conda"]);
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        Assert.NotNull((await store.ShardAsync("zlib"))["packages.conda"]!["zlib-2.0-0.conda"]);
    }

    [Theory, OnBothDatabases]
    public async Task A_process_of_this_machine_that_has_ended_holds_nobody_up(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        using var ended = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        await ended.WaitForExitAsync(TestStore.Stop);
        foreach (var (holder, isTaken) in new[] { ($"{Environment.MachineName}/{ended.Id}/1", true), ($"elsewhere/{ended.Id}/1", false), (Lease.NewHolder(), false), ("1", false) })
        {
            var before = (await Lease.AcquireAsync(store.Store, holder, holder, TestStore.Stop))!;
            // Were it alive after all, it could commit nothing.
            Assert.Equal(isTaken ? before.Fence + 1 : null, (await Lease.AcquireAsync(store.Store, holder, Lease.NewHolder(), TestStore.Stop))?.Fence);
        }
    }

    [Fact]
    public async Task A_process_that_has_ended_and_that_its_parent_forgot_holds_nobody_up()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux keeps such processes in a list");
        // Its time stands still: no lease runs out.
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite, postgres, new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        // The shell's child ends later, and the program that takes the shell's place never asks for it.
        using var parent = Process.Start(new ProcessStartInfo("sh", ["-c", "sleep 0.5 & echo $!; exec sleep 300"]) { RedirectStandardOutput = true })!;
        try
        {
            var child = await parent.StandardOutput.ReadLineAsync(TestStore.Stop);
            await Lease.AcquireAsync(store.Store, "view", $"{Environment.MachineName}/{child}/1", TestStore.Stop);
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            Lease? taken;
            while ((taken = await Lease.AcquireAsync(store.Store, "view", Lease.NewHolder(), TestStore.Stop)) is null)
                await Task.Delay(20, patience.Token);
            Assert.Equal(2, taken.Fence);
            Assert.True(Directory.Exists($"/proc/{child}"));
        }
        finally
        {
            parent.Kill();
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_writer_that_lost_its_lease_shows_nothing(DatabaseKind kind)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        await using var store = await TestStore.OpenAsync(kind, postgres, clock);
        var (slow, other) = (new ViewKeeper(store.Store), new ViewKeeper(store.Store));
        await store.PublishAsync(new TinyPackage("zlib"));
        byte[]? shown = null;
        // Between what the slow one read and what it would write, its lease runs out, and another shows something newer.
        store.Blobs.BeforePut = async () =>
        {
            clock.Advance(Lease.Duration + TimeSpan.FromSeconds(1));
            await store.PublishAsync(new TinyPackage("zlib", "2.0"));
            await other.CatchUpAsync(TestStore.Stop);
            shown = await store.BytesAsync("linux-64/repodata_shards.msgpack.zst");
        };

        await Assert.ThrowsAsync<LostLeaseException>(() => slow.CatchUpAsync(TestStore.Stop));

        Assert.Equal(shown, await store.BytesAsync("linux-64/repodata_shards.msgpack.zst"));
        Assert.NotNull((await store.ShardAsync("zlib"))["packages.conda"]!["zlib-2.0-0.conda"]);
        Assert.Empty(await new ChannelCheck(store.Store).RunAsync((await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!, readArtifacts: true, TestStore.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task A_keeper_goes_on_by_itself_when_the_blob_store_is_back(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await store.PublishAsync(new TinyPackage("zlib"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        await store.PublishAsync(new TinyPackage("zlib", "2.0"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestStore.Stop);
        store.Blobs.IsAway = true;
        var running = store.Keeper.RunAsync(stop.Token);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (store.Keeper.Trouble is null)
            await Task.Delay(20, patience.Token);
        Assert.Null((await store.ShardAsync("zlib"))["packages.conda"]!["zlib-2.0-0.conda"]);

        store.Blobs.IsAway = false;

        while ((await store.ShardAsync("zlib"))["packages.conda"]!["zlib-2.0-0.conda"] is null)
            await Task.Delay(20, patience.Token);
        await stop.CancelAsync();
        await running;
    }
}
