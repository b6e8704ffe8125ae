using Hearth.Channels.Composition;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Upkeep;
using Hearth.Conda.Names;
using Hearth.Conda.Patches;
using Hearth.Foundation.Diagnostics;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Composition;

public sealed class VirtualChannelTests(PostgresServer postgres)
{
    private static readonly ChannelName All = ChannelName.Parse("all");
    private static readonly ChannelName Own = ChannelName.Parse("own");

    private static CancellationToken Stop => TestStore.Stop;

    [Theory, OnBothDatabases]
    public async Task With_strict_priority_a_name_comes_from_the_first_member_that_has_it(DatabaseKind kind)
    {
        await using var store = await OpenAsync(kind, flexible: false);
        await PublishAsync(store, "forge", "zlib", "1.3");
        await PublishAsync(store, "forge", "other", "1.0");
        await PublishAsync(store, "own", "zlib", "1.0");
        await store.Keeper.CatchUpAsync(Stop);

        Assert.Equal(["other-1.0-0.conda", "zlib-1.0-0.conda"], await ListedAsync(store));
        Assert.Equal(["other", "zlib"], (await store.IndexAsync(of: "all")).Shards.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["zlib-1.0-0.conda"], (await store.ShardAsync("zlib", of: "all"))["packages.conda"]!.AsObject().Select(record => record.Key));
    }

    [Theory, OnBothDatabases]
    public async Task With_flexible_priority_all_are_there_and_of_one_file_name_the_first(DatabaseKind kind)
    {
        await using var store = await OpenAsync(kind, flexible: true);
        await PublishAsync(store, "forge", "zlib", "1.3");
        await PublishAsync(store, "forge", "zlib", "1.0", content: "of forge");
        await PublishAsync(store, "own", "zlib", "1.0", content: "of own");
        await store.Keeper.CatchUpAsync(Stop);

        Assert.Equal(["zlib-1.0-0.conda", "zlib-1.3-0.conda"], await ListedAsync(store));
        Assert.Equal(await RecordAsync(store, "own", "zlib-1.0-0.conda"), await RecordAsync(store, "all", "zlib-1.0-0.conda"));
    }

    [Fact]
    public async Task What_is_noarch_gives_way_to_an_earlier_member_that_has_the_name_for_any_platform()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite, flexible: false);
        await PublishAsync(store, "own", "a", "1.0", subdir: "linux-64");
        await PublishAsync(store, "own", "b", "1.0", subdir: "noarch");
        await PublishAsync(store, "own", "c", "1.0", subdir: "linux-64");
        await PublishAsync(store, "forge", "a", "2.0", subdir: "noarch");
        await PublishAsync(store, "forge", "b", "2.0", subdir: "linux-64");
        await PublishAsync(store, "forge", "c", "2.0", subdir: "osx-arm64");
        await store.Keeper.CatchUpAsync(Stop);

        Assert.Equal(["a-1.0-0.conda", "b-1.0-0.conda", "c-1.0-0.conda", "c-2.0-0.conda"], await ListedAsync(store));
    }

    [Fact]
    public async Task A_name_that_the_first_member_gives_up_comes_from_the_next()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite, flexible: false);
        await PublishAsync(store, "forge", "zlib", "1.3");
        await PublishAsync(store, "own", "zlib", "1.0");
        await store.Keeper.CatchUpAsync(Stop);
        await store.Changes.RemoveAsync(Own, "linux-64", "zlib-1.0-0.conda", "test", "", block: false, Stop);
        await store.Keeper.CatchUpAsync(Stop);

        Assert.Equal(["zlib-1.3-0.conda"], await ListedAsync(store));
        Assert.Equal("zlib-1.0-0.conda", (string?)(await store.JsonAsync("linux-64/repodata.json", of: "all"))["removed"]![0]);
    }

    [Fact]
    public async Task Only_names_that_changed_are_looked_at()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite, flexible: false);
        await PublishAsync(store, "forge", "a", "1.0");
        await PublishAsync(store, "forge", "b", "1.0");
        await store.Keeper.CatchUpAsync(Stop);
        var before = (await store.Store.Catalog.FindAsync(All, Stop))!.Revision;
        await PublishAsync(store, "forge", "b", "2.0");
        await store.Keeper.CatchUpAsync(Stop);

        var changes = await store.Store.Log.ReadAsync((await store.Store.Catalog.FindAsync(All, Stop))!.Id, before, 10, Stop);
        Assert.Equal(["linux-64/b-2.0-0.conda"], changes.Select(change => change.Subject));
        await store.Keeper.CatchUpAsync(Stop);
        Assert.Equal(before + 1, (await store.Store.Catalog.FindAsync(All, Stop))!.Revision);
    }

    [Theory, OnBothDatabases]
    public async Task Records_are_shown_as_the_member_patches_them(DatabaseKind kind)
    {
        await using var store = await OpenAsync(kind, flexible: false);
        await PublishAsync(store, "forge", "a", "1.0");
        await store.Keeper.CatchUpAsync(Stop);
        var instructions = PatchInstructions.Parse("""{"patch_instructions_version":1,"packages.conda":{"a-1.0-0.conda":{"depends":["b >=2"]}}}"""u8.ToArray(), "test");
        await new PatchSets(store.Store).ApplyAsync(TestStore.Forge, "fix", new Dictionary<string, PatchInstructions> { ["linux-64"] = instructions }, "test", Stop);
        await store.Keeper.CatchUpAsync(Stop);

        Assert.Contains("b >=2", await RecordAsync(store, "all", "a-1.0-0.conda"), StringComparison.Ordinal);
        await new PatchSets(store.Store).WithdrawAsync(TestStore.Forge, "fix", "test", Stop);
        await store.Keeper.CatchUpAsync(Stop);
        Assert.DoesNotContain("b >=2", await RecordAsync(store, "all", "a-1.0-0.conda"), StringComparison.Ordinal);
        Assert.Equal(await RecordAsync(store, "forge", "a-1.0-0.conda"), await RecordAsync(store, "all", "a-1.0-0.conda"));
    }

    [Fact]
    public async Task Another_order_of_members_is_another_channel()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite, flexible: false);
        await PublishAsync(store, "forge", "zlib", "1.3");
        await PublishAsync(store, "own", "zlib", "1.0");
        await store.Keeper.CatchUpAsync(Stop);
        await store.Store.Catalog.ConfigureAsync(All, now => now with { Virtual = new VirtualSettings { Members = ["forge", "own"] } }, "test", Stop);
        await store.Keeper.CatchUpAsync(Stop);
        Assert.Equal(["zlib-1.3-0.conda"], await ListedAsync(store));
        await store.Store.Catalog.ConfigureAsync(All, now => now with { Virtual = new VirtualSettings { Members = ["own"] } }, "test", Stop);
        await store.Keeper.CatchUpAsync(Stop);
        Assert.Equal(["zlib-1.0-0.conda"], await ListedAsync(store));
    }

    [Fact]
    public async Task What_a_member_blocks_is_not_given_out_by_the_virtual_channel_either()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite, flexible: false);
        await PublishAsync(store, "forge", "a", "1.0");
        await PublishAsync(store, "forge", "b", "1.0");
        await store.Keeper.CatchUpAsync(Stop);
        await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", "a-1.0-0.conda", "test", "", block: true, Stop);
        await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", "b-1.0-0.conda", "test", "", block: false, Stop);
        await store.Keeper.CatchUpAsync(Stop);

        using var live = new LiveChannels(store.Store);
        await live.RefreshAsync(Stop);
        Assert.True(live.TryFind("all", out var channel));
        Assert.Null(await live.FindArtifactAsync(channel, Label.Main, "linux-64", "a-1.0-0.conda", Stop));
        Assert.NotNull(await live.FindArtifactAsync(channel, Label.Main, "linux-64", "b-1.0-0.conda", Stop));
    }

    [Fact]
    public async Task A_virtual_channel_may_be_a_member()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite, flexible: false);
        var outer = ChannelName.Parse("outer");
        await store.Store.Catalog.CreateAsync(outer, new ChannelSettings { Virtual = new VirtualSettings { Members = ["all"] } }, "test", Stop);
        await PublishAsync(store, "forge", "a", "1.0");
        await store.Keeper.CatchUpAsync(Stop);
        Assert.Equal(["a-1.0-0.conda"], await ListedAsync(store, "outer"));
        Assert.Empty(await new ChannelCheck(store.Store).RunAsync((await store.Store.Catalog.FindAsync(outer, Stop))!, readArtifacts: true, Stop));
    }

    [Fact]
    public async Task Nothing_is_published_to_it()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite, flexible: false);
        var refused = Assert.IsType<PublishOutcome.Refused>(await PublishAsync(store, "all", "a", "1.0"));
        Assert.Equal("HRT4161", refused.Problems[0].Code);
    }

    [Fact]
    public async Task A_private_member_that_everyone_would_see_is_left_out()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite, flexible: false);
        await PublishAsync(store, "own", "secret", "1.0");
        await store.Store.Catalog.ConfigureAsync(Own, now => now with { Private = true }, "test", Stop);
        await store.Keeper.CatchUpAsync(Stop);
        Assert.Empty(await ListedAsync(store));
        await store.Store.Catalog.ConfigureAsync(All, now => now with { Private = true }, "test", Stop);
        await store.Keeper.CatchUpAsync(Stop);
        Assert.Equal(["secret-1.0-0.conda"], await ListedAsync(store));
    }

    [Theory]
    [InlineData("all", "made of itself")]
    [InlineData("absent", "no channel 'absent'")]
    [InlineData("around", "is made of 'all'")]
    [InlineData("hidden", "is private")]
    [InlineData("", "no member is named")]
    [InlineData("forge forge", "named 2 times")]
    public async Task A_definition_that_cannot_be_is_refused(string members, string why)
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite, flexible: false);
        await store.Store.Catalog.CreateAsync(ChannelName.Parse("around"), new ChannelSettings { Virtual = new VirtualSettings { Members = ["forge", "all"] } }, "test", Stop);
        await store.Store.Catalog.CreateAsync(ChannelName.Parse("hidden"), new ChannelSettings { Private = true }, "test", Stop);
        var settings = new ChannelSettings { Virtual = new VirtualSettings { Members = members.Split(' ', StringSplitOptions.RemoveEmptyEntries) } };
        var refused = await Assert.ThrowsAsync<BadInputException>(() => VirtualDefinition.CheckAsync(store.Store.Catalog, All, settings, Stop));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Equal("HRT4160", refused.Diagnostics[0].Code);
    }

    private async Task<TestStore> OpenAsync(DatabaseKind kind, bool flexible)
    {
        var store = await TestStore.OpenAsync(kind, postgres);
        await store.Store.Catalog.CreateAsync(Own, new ChannelSettings(), "test", Stop);
        await store.Store.Catalog.CreateAsync(All, new ChannelSettings { Virtual = new VirtualSettings { Members = ["own", "forge"], Flexible = flexible } }, "test", Stop);
        return store;
    }

    private static async Task<PublishOutcome> PublishAsync(TestStore store, string channel, string name, string version, string subdir = "linux-64", string content = "")
    {
        var package = new TinyPackage(name, version) { Index = { ["subdir"] = subdir }, Files = { ["content"] = content } };
        using var bytes = new MemoryStream(package.Conda());
        using var received = await Receiver.ReceiveAsync(store.Store, package.Stem + ".conda", bytes, Receiver.DefaultMaxSize, Stop);
        return await store.Publisher.PublishAsync(received, new PublishRequest { Channel = ChannelName.Parse(channel), Actor = "test" }, Stop);
    }

    private static async Task<IEnumerable<string>> ListedAsync(TestStore store, string channel = "all")
    {
        var id = (await store.Store.Catalog.FindAsync(ChannelName.Parse(channel), Stop))!.Id;
        return (await new ArtifactListing(store.Store).DigestsAsync(id, Stop)).Keys.Select(path => path.Split('/')[1]).Order(StringComparer.Ordinal);
    }

    private static async Task<string> RecordAsync(TestStore store, string channel, string file) =>
        (await store.JsonAsync("linux-64/repodata.json", of: channel))["packages.conda"]![file]!.ToJsonString().Replace("\\u003E", ">", StringComparison.Ordinal);
}
