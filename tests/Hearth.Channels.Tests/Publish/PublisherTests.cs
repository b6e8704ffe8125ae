using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Publish;

public sealed class PublisherTests(PostgresServer postgres)
{
    [Theory, OnBothDatabases]
    public async Task A_published_package_is_in_the_shard_and_in_every_document(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);

        var added = Assert.IsType<PublishOutcome.Added>(await store.PublishAsync(new TinyPackage("zlib")));
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        Assert.Equal(2, added.Revision);
        var shard = await store.ShardAsync("zlib");
        Assert.Equal("zlib", (string?)shard["packages.conda"]!["zlib-1.0-0.conda"]!["name"]);
        var repodata = await store.JsonAsync("linux-64/repodata.json");
        Assert.Equal(added.Sha256.ToString(), (string?)repodata["packages.conda"]!["zlib-1.0-0.conda"]!["sha256"]);
        Assert.NotNull((await store.JsonAsync("linux-64/current_repodata.json"))["packages.conda"]!["zlib-1.0-0.conda"]);
        Assert.NotNull((await store.JsonAsync("channeldata.json"))["packages"]!["zlib"]);
    }

    [Theory, OnBothDatabases]
    public async Task An_empty_channel_has_noarch_all_the_same(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        Assert.Empty((await store.IndexAsync("noarch")).Shards);
        Assert.Equal("noarch", (string?)(await store.JsonAsync("noarch/repodata.json"))["info"]!["subdir"]);
    }

    [Theory, OnBothDatabases]
    public async Task The_same_bytes_again_change_nothing(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await store.PublishAsync(new TinyPackage("zlib"));

        Assert.IsType<PublishOutcome.AlreadyPresent>(await store.PublishAsync(new TinyPackage("zlib")));
        Assert.Equal(2, (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!.Revision);
    }

    [Theory, OnBothDatabases]
    public async Task Other_bytes_under_the_same_name_are_a_conflict_unless_the_channel_allows_it(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await store.PublishAsync(new TinyPackage("zlib"));
        var other = new TinyPackage("zlib") { Files = { ["lib/other"] = "other" } };

        Assert.IsType<PublishOutcome.Conflict>(await store.PublishAsync(other, overwrite: true));
        await store.Store.Catalog.ConfigureAsync(TestStore.Forge, settings => settings with { Overwrite = true }, "test", TestStore.Stop);
        Assert.IsType<PublishOutcome.Conflict>(await store.PublishAsync(other, overwrite: false));
        var added = Assert.IsType<PublishOutcome.Added>(await store.PublishAsync(other, overwrite: true));
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        Assert.Equal(added.Sha256.ToString(), Convert.ToHexStringLower(Convert.FromHexString((string)(await store.JsonAsync("linux-64/repodata.json"))["packages.conda"]!["zlib-1.0-0.conda"]!["sha256"]!)));
        Assert.Empty((await store.JsonAsync("linux-64/repodata.json"))["removed"]!.AsArray());
    }

    [Theory, OnBothDatabases]
    public async Task A_refusal_lists_every_reason(DatabaseKind kind)
    {
        var settings = new ChannelSettings { Subdirs = ["noarch"], Names = ["lib*"], Outputs = new Dictionary<string, IReadOnlyList<string>> { ["zl*"] = ["zlib-feedstock"] } };
        await using var store = await TestStore.OpenAsync(kind, postgres, settings: settings);
        var package = new TinyPackage("zlib") { Index = { ["depends"] = new System.Text.Json.Nodes.JsonArray(">=1 <"), ["timestamp"] = 32503680000000L } };

        var refused = Assert.IsType<PublishOutcome.Refused>(await store.PublishAsync(package));

        Assert.Equal(
            [PublishDiagnostics.WrongSubdir, PublishDiagnostics.NameNotTaken, PublishDiagnostics.NotYourOutput, PublishDiagnostics.BadDependency, PublishDiagnostics.FromTheFuture],
            refused.Problems.Where(problem => problem.Severity == Foundation.Diagnostics.Severity.Error).Select(problem => problem.Kind));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_removed_is_deleted_from_the_views_and_listed_as_removed(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await store.PublishAsync(new TinyPackage("zlib"));
        await store.PublishAsync(new TinyPackage("zlib", "2.0"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        Assert.NotNull(await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", "zlib-1.0-0.conda", "test", "old", block: false, TestStore.Stop));
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        foreach (var document in new[] { await store.ShardAsync("zlib"), await store.JsonAsync("linux-64/repodata.json") })
        {
            Assert.Null(document["packages.conda"]!["zlib-1.0-0.conda"]);
            Assert.NotNull(document["packages.conda"]!["zlib-2.0-0.conda"]);
            Assert.Equal("zlib-1.0-0.conda", (string?)Assert.Single(document["removed"]!.AsArray()));
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_restored_artifact_keeps_the_time_of_its_first_arrival(DatabaseKind kind)
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        await using var store = await TestStore.OpenAsync(kind, postgres, clock);
        await store.PublishAsync(new TinyPackage("zlib"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        var first = (long)(await store.ShardAsync("zlib"))["packages.conda"]!["zlib-1.0-0.conda"]!["indexed_timestamp"]!;
        clock.Advance(TimeSpan.FromDays(3));
        await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", "zlib-1.0-0.conda", "test", "", block: false, TestStore.Stop);
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        Assert.False((await store.IndexAsync()).Shards.ContainsKey("zlib"));

        await store.Changes.RestoreAsync(TestStore.Forge, "linux-64", "zlib-1.0-0.conda", "test", [], TestStore.Stop);
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        Assert.Equal(first, (long)(await store.ShardAsync("zlib"))["packages.conda"]!["zlib-1.0-0.conda"]!["indexed_timestamp"]!);
        Assert.Empty((await store.JsonAsync("linux-64/repodata.json"))["removed"]!.AsArray());
    }

    [Theory, OnBothDatabases]
    public async Task Blocked_bytes_do_not_come_back(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await store.PublishAsync(new TinyPackage("zlib"));
        await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", "zlib-1.0-0.conda", "test", "malware", block: true, TestStore.Stop);

        var refused = Assert.IsType<PublishOutcome.Refused>(await store.PublishAsync(new TinyPackage("zlib")));

        Assert.Equal(PublishDiagnostics.Blocked, Assert.Single(refused.Problems).Kind);
    }

    [Theory, OnBothDatabases]
    public async Task A_label_is_a_channel_of_its_own(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await store.PublishAsync(new TinyPackage("zlib"));
        await store.PublishAsync(new TinyPackage("zlib", "2.0rc1"), labels: "zlib_rc");
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        Assert.Equal(["zlib-1.0-0.conda"], (await store.ShardAsync("zlib"))["packages.conda"]!.AsObject().Select(record => record.Key));
        Assert.Equal(["zlib-2.0rc1-0.conda"], (await store.ShardAsync("zlib", label: "zlib_rc"))["packages.conda"]!.AsObject().Select(record => record.Key));
        Assert.Empty((await store.IndexAsync("noarch", "zlib_rc")).Shards);

        await store.Changes.MarkBrokenAsync(TestStore.Forge, "linux-64", "zlib-1.0-0.conda", "test", TestStore.Stop);
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        Assert.False((await store.IndexAsync()).Shards.ContainsKey("zlib"));
        Assert.NotNull((await store.JsonAsync("linux-64/repodata.json", "broken"))["packages.conda"]!["zlib-1.0-0.conda"]);
    }

    [Theory, OnBothDatabases]
    public async Task A_copy_is_held_to_its_digest(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        var production = ChannelName.Parse("production");
        await store.Store.Catalog.CreateAsync(production, new ChannelSettings(), "test", TestStore.Stop);
        var staged = Assert.IsType<PublishOutcome.Added>(await store.PublishAsync(new TinyPackage("zlib")));
        var request = new PublishRequest { Channel = production, Actor = "test" };

        var refused = await store.Changes.CopyAsync(TestStore.Forge, "linux-64", "zlib-1.0-0.conda", Foundation.Hashing.Sha256.Of("other"u8), request, TestStore.Stop);
        Assert.Equal(PublishDiagnostics.DigestMismatch, Assert.Single(Assert.IsType<PublishOutcome.Refused>(refused).Problems).Kind);
        var copied = await store.Changes.CopyAsync(TestStore.Forge, "linux-64", "zlib-1.0-0.conda", staged.Sha256, request, TestStore.Stop);
        Assert.Equal(staged.Sha256, Assert.IsType<PublishOutcome.Added>(copied).Sha256);
    }

    [Theory, OnBothDatabases]
    public async Task An_altered_log_is_found_out(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await store.PublishAsync(new TinyPackage("zlib"));
        await store.PublishAsync(new TinyPackage("zlib", "2.0"));
        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        Assert.Null(await store.Store.Log.FirstBreakAsync(channel.Id, TestStore.Stop));

        await store.Store.Database.WriteAsync(session => session.ExecuteAsync($"UPDATE change SET actor = 'someone else' WHERE channel = {channel.Id} AND revision = 2", TestStore.Stop), TestStore.Stop);

        Assert.Equal(2, await store.Store.Log.FirstBreakAsync(channel.Id, TestStore.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task Of_many_who_publish_one_name_at_once_one_wins_and_the_others_are_told(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => store.PublishAsync(new TinyPackage("zlib") { Files = { ["lib/content"] = $"{number}" } }))));

        Assert.Single(outcomes.OfType<PublishOutcome.Added>());
        Assert.Equal(7, outcomes.OfType<PublishOutcome.Conflict>().Count());
    }
}
