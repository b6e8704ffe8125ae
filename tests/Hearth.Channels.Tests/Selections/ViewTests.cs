using System.Text.Json;
using Hearth.Channels.History;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Selections;
using Hearth.Channels.Tests.History;
using Hearth.Channels.Upkeep;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Selections;

public sealed class ViewTests(PostgresServer postgres)
{
    private const string View = "view/calm";

    private static readonly DateTimeOffset Birth = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SteppingClock _clock = new(Birth);

    [Theory, OnBothDatabases]
    public async Task A_record_becomes_visible_when_its_days_are_over_and_nobody_publishes_anything(DatabaseKind kind)
    {
        await using var store = await OpenAsync(kind, """{"cool_down_days":7}""");
        await store.PublishAsync(new TinyPackage("zlib"));
        Assert.Empty(await FilesAsync(store));

        await StepAsync(store, TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await FilesAsync(store));
        await StepAsync(store, TimeSpan.FromMilliseconds(1));

        Assert.Equal(["zlib-1.0-0.conda"], await FilesAsync(store));
        var change = (await store.Store.Log.ReadBackAsync((await ChannelAsync(store)).Id, long.MaxValue, 1, TestStore.Stop))[0];
        Assert.Equal(("view.selected", "calm", "schedule", """{"hidden":0,"shown":1}"""), (change.Kind.Name, change.Subject, change.Actor, change.Body));
        Assert.Equal(_clock.GetUtcNow(), change.At);
    }

    [Theory, OnBothDatabases]
    public async Task A_security_fix_is_let_through_whether_it_is_there_already_or_comes_later(DatabaseKind kind)
    {
        await using var store = await OpenAsync(kind, """{"cool_down_days":7}""");
        await store.PublishAsync(new TinyPackage("openssl", "3.5.3"));
        await store.PublishAsync(new TinyPackage("openssl", "3.5.4"));

        await ChangedAsync(store, views => views.LetThroughAsync(TestStore.Forge, "calm", JsonElement.Parse("""{"spec":"openssl >=3.5.4","reason":"a security fix"}"""), "ann", TestStore.Stop));
        Assert.Equal(["openssl-3.5.4-0.conda"], await FilesAsync(store));
        await store.PublishAsync(new TinyPackage("openssl", "3.5.5"));

        Assert.Equal(["openssl-3.5.4-0.conda", "openssl-3.5.5-0.conda"], await FilesAsync(store));
        Assert.Contains("a security fix", (await store.Store.Log.ReadAsync((await ChannelAsync(store)).Id, 0, 100, TestStore.Stop)).Last(change => change.Kind == ChangeKind.ChannelSettings).Body, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_removed_from_the_channel_leaves_its_views_in_the_same_change(DatabaseKind kind)
    {
        await using var store = await OpenAsync(kind, """{"cool_down_days":7}""");
        await store.PublishAsync(new TinyPackage("zlib"));
        await StepAsync(store, TimeSpan.FromDays(8));
        Assert.Equal(["zlib-1.0-0.conda"], await FilesAsync(store));

        var revision = await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", "zlib-1.0-0.conda", "ann", "malware", block: true, TestStore.Stop);

        Assert.Empty(await FilesAsync(store));
        Assert.Equal(revision, (await ChannelAsync(store)).Revision);
        Assert.Equal(["zlib-1.0-0.conda"], (await store.JsonAsync("linux-64/repodata.json", View))["removed"]!.AsArray().Select(file => (string)file!));
    }

    [Theory, OnBothDatabases]
    public async Task One_changed_name_costs_one_name_of_each_view_and_coming_of_age_costs_what_is_due(DatabaseKind kind)
    {
        await using var store = await OpenAsync(kind, """{"cool_down_days":7}""");
        await SetAsync(store, "narrow", """{"names":["a*"]}""");
        for (var i = 0; i < 20; i++)
        {
            await store.PublishAsync(new TinyPackage($"a{i}"));
            _clock.Step(TimeSpan.FromHours(1));
        }
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        var filled = await ChannelAsync(store);

        await store.PublishAsync(new TinyPackage("a0", "2.0"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        Assert.Equal((1, 0, 1), (await RewrittenAsync(store, "main", filled), await RewrittenAsync(store, View, filled), await RewrittenAsync(store, "view/narrow", filled)));

        var published = await ChannelAsync(store);
        _clock.Set(Birth + TimeSpan.FromDays(7) + TimeSpan.FromMinutes(150));
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        Assert.Equal((0, 3, 0), (await RewrittenAsync(store, "main", published), await RewrittenAsync(store, View, published), await RewrittenAsync(store, "view/narrow", published)));
        Assert.Equal(["a0-1.0-0.conda", "a1-1.0-0.conda", "a2-1.0-0.conda"], await FilesAsync(store));
        Assert.Equal(published.Revision + 1, (await ChannelAsync(store)).Revision);
    }

    [Theory, OnBothDatabases]
    public async Task A_clock_that_is_set_back_hides_nothing_that_was_shown(DatabaseKind kind)
    {
        await using var store = await OpenAsync(kind, """{"cool_down_days":1}""");
        await store.PublishAsync(new TinyPackage("zlib"));
        await StepAsync(store, TimeSpan.FromDays(1));
        Assert.Equal(["zlib-1.0-0.conda"], await FilesAsync(store));

        _clock.Step(TimeSpan.FromHours(-5));
        await store.PublishAsync(new TinyPackage("other"));
        await ChangedAsync(store, views => views.LetThroughAsync(TestStore.Forge, "calm", JsonElement.Parse("""{"spec":"nothing","reason":"looks at all once more"}"""), "ann", TestStore.Stop));

        Assert.Equal(["zlib-1.0-0.conda"], await FilesAsync(store));
    }

    [Fact]
    public async Task A_state_of_a_view_that_time_alone_has_ended_comes_back_by_its_revision()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite, """{"cool_down_days":7}""");
        await store.PublishAsync(new TinyPackage("zlib"));
        await StepAsync(store, TimeSpan.FromDays(7));
        var young = await ServedThen.KeepAsync(store.Store, await ChannelAsync(store), TestStore.Stop);
        await store.PublishAsync(new TinyPackage("zlib", "2.0"));
        await StepAsync(store, TimeSpan.FromDays(7));

        await using var past = new PastFiles(store.Store);
        Assert.Equal(["zlib-1.0-0.conda", "zlib-2.0-0.conda"], await FilesAsync(store));
        await young.AssertComesBackAsync(past, await ChannelAsync(store), TestStore.Stop);
        Assert.NotNull(await past.FindArtifactAsync((await ChannelAsync(store)).Id, Label.Parse(View), "linux-64", "zlib-1.0-0.conda", young.Revision, TestStore.Stop));
        Assert.Null(await past.FindArtifactAsync((await ChannelAsync(store)).Id, Label.Parse(View), "linux-64", "zlib-2.0-0.conda", young.Revision, TestStore.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task A_view_gives_out_what_it_shows_or_once_showed_and_nothing_else(DatabaseKind kind)
    {
        await using var store = await OpenAsync(kind, """{"cool_down_days":7}""", new ChannelSettings { Overwrite = true });
        await store.PublishAsync(new TinyPackage("zlib"));
        Assert.Null(await DigestAsync(store));
        await StepAsync(store, TimeSpan.FromDays(7));
        var shown = await DigestAsync(store);
        Assert.NotNull(shown);

        // Replaced by bytes that are too young, which then are removed: the view goes on to give out those that it showed.
        await store.PublishAsync(new TinyPackage("zlib") { Files = { ["lib/x"] = "other" } }, overwrite: true);
        Assert.Empty(await FilesAsync(store));
        Assert.Equal(shown, await DigestAsync(store));
        await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", "zlib-1.0-0.conda", "ann", "", block: false, TestStore.Stop);
        Assert.Equal(shown, await DigestAsync(store));
    }

    [Theory, OnBothDatabases]
    public async Task A_view_that_is_removed_shows_nothing_and_may_come_back_with_other_rules(DatabaseKind kind)
    {
        await using var store = await OpenAsync(kind, """{"names":["a"]}""");
        await store.PublishAsync(new TinyPackage("a"));
        await store.PublishAsync(new TinyPackage("b"));
        Assert.Equal(["a-1.0-0.conda"], await FilesAsync(store));

        await ChangedAsync(store, views => views.RemoveAsync(TestStore.Forge, "calm", "ann", TestStore.Stop));
        Assert.Equal(0, await store.Store.Database.ReadAsync(session => session.NumberAsync($"SELECT count(*) FROM listing WHERE label = {View}", TestStore.Stop), TestStore.Stop));
        await SetAsync(store, "calm", """{"names":["b"]}""");

        Assert.Equal(["b-1.0-0.conda"], await FilesAsync(store));
        Assert.Empty(await new ChannelCheck(store.Store).RunAsync(await ChannelAsync(store), readArtifacts: true, TestStore.Stop));
    }

    [Fact]
    public async Task A_new_view_has_every_subdir_of_its_label_before_it_shows_anything()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite, """{"names":["other"]}""");
        await store.PublishAsync(new TinyPackage("zlib"));
        await SetAsync(store, "late", """{"names":["other"]}""");

        foreach (var view in (string[])[View, "view/late"])
        {
            Assert.Empty((await store.JsonAsync("linux-64/repodata.json", view))["packages.conda"]!.AsObject());
            Assert.Empty((await store.JsonAsync("noarch/repodata.json", view))["packages.conda"]!.AsObject());
            Assert.Empty((await store.IndexAsync("linux-64", view)).Shards);
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_check_finds_a_view_that_shows_what_its_rules_hide_and_a_repair_puts_it_right(DatabaseKind kind)
    {
        await using var store = await OpenAsync(kind, """{"names":["a"]}""");
        await store.PublishAsync(new TinyPackage("a"));
        await store.PublishAsync(new TinyPackage("b"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        await store.Store.Database.WriteAsync(
            session => session.ExecuteAsync($"INSERT INTO listing(channel, label, subdir, grp, file, name, artifact) SELECT channel, {View}, subdir, grp, file, name, artifact FROM listing WHERE label = 'main' AND name = 'b'", TestStore.Stop),
            TestStore.Stop);
        // Until the lease of the keeper above has run out.
        _clock.Step(TimeSpan.FromMinutes(1));

        var repaired = await new ChannelCheck(store.Store).RepairAsync(await ChannelAsync(store), readArtifacts: false, TestStore.Stop);

        Assert.Contains(repaired.Found, problem => problem.Code == "HRT4071" && problem.File == "forge/view/calm/linux-64" && problem.Message.Contains("'b' than its rules select", StringComparison.Ordinal));
        Assert.Empty(repaired.Left);
        Assert.Equal(["a-1.0-0.conda"], await FilesAsync(store));
    }

    [Fact]
    public async Task Nobody_lists_anything_under_the_label_of_a_view()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite, """{"names":["a"]}""");

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => store.PublishAsync(new TinyPackage("b"), labels: [View]));

        Assert.Equal("HRT4153", refusal.Diagnostics.Single().Code);
        await store.PublishAsync(new TinyPackage("a"));
        Assert.Equal(["main"], (await new ArtifactListing(store.Store).FindAsync((await ChannelAsync(store)).Id, "linux-64", "a-1.0-0.conda", TestStore.Stop))!.Labels);
        using var live = new LiveChannels(store.Store);
        await live.RefreshAsync(TestStore.Stop);
        Assert.Equal(["main"], live.All[0].Labels);
    }

    [Fact]
    public async Task A_rollback_takes_the_views_along()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite, """{"cool_down_days":7}""");
        await store.PublishAsync(new TinyPackage("zlib"));
        await StepAsync(store, TimeSpan.FromDays(7));
        var then = await ChannelAsync(store);
        await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", "zlib-1.0-0.conda", "ann", "", block: false, TestStore.Stop);
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        var done = await new Rollback(store.Store, then).RunAsync(then.Revision, "ann", isDryRun: false, TestStore.Stop);

        Assert.Equal((0, 1, 0), (done.Removed, done.Restored, done.Relabelled));
        Assert.Equal(["zlib-1.0-0.conda"], await FilesAsync(store));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_replaced_only_where_that_is_asked_for()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite, """{"names":["a"]}""");
        var views = new ChannelViews(store.Store);
        var rules = JsonElement.Parse("""{"names":["b"]}""");

        Assert.IsType<ViewOutcome.Exists>(await views.SetAsync(TestStore.Forge, "calm", rules, replaces: false, "ann", TestStore.Stop));
        Assert.IsType<ViewOutcome.Changed>(await views.SetAsync(TestStore.Forge, "calm", rules, replaces: true, "ann", TestStore.Stop));
        Assert.IsType<ViewOutcome.Absent>(await views.RemoveAsync(TestStore.Forge, "other", "ann", TestStore.Stop));
        Assert.IsType<ViewOutcome.NoChannel>(await views.RemoveAsync(ChannelName.Parse("nowhere"), "calm", "ann", TestStore.Stop));
        Assert.Equal("1 name", (await views.FindAsync(await ChannelAsync(store), "calm", TestStore.Stop))!.View.Summary);
    }

    [Fact]
    public async Task A_trial_counts_what_a_view_would_show_and_when_more()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite, """{"names":["a"]}""");
        await store.PublishAsync(new TinyPackage("a"));
        _clock.Step(TimeSpan.FromDays(5));
        await store.PublishAsync(new TinyPackage("a", "2.0"));
        await store.PublishAsync(new TinyPackage("b"));

        var trial = await new ChannelViews(store.Store).TryAsync((await ChannelAsync(store)).Id, ChannelView.Read("x", JsonElement.Parse("""{"cool_down_days":4,"exclude":["b"]}""")), TestStore.Stop);

        Assert.Equal(new ViewTrial(1, 1, 1, Birth.AddDays(9)), trial);
    }

    private async Task<TestStore> OpenAsync(DatabaseKind kind, string rules, ChannelSettings? settings = null)
    {
        var store = await TestStore.OpenAsync(kind, postgres, _clock, settings);
        await SetAsync(store, "calm", rules);
        return store;
    }

    private static Task SetAsync(TestStore store, string name, string rules) =>
        ChangedAsync(store, views => views.SetAsync(TestStore.Forge, name, JsonElement.Parse(rules), replaces: false, "ann", TestStore.Stop));

    private static async Task ChangedAsync(TestStore store, Func<ChannelViews, Task<ViewOutcome>> change)
    {
        Assert.IsType<ViewOutcome.Changed>(await change(new ChannelViews(store.Store)));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
    }

    private async Task StepAsync(TestStore store, TimeSpan by)
    {
        _clock.Step(by);
        await store.Keeper.CatchUpAsync(TestStore.Stop);
    }

    private static async Task<IReadOnlyList<string>> FilesAsync(TestStore store)
    {
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        return [.. (await store.JsonAsync("linux-64/repodata.json", View))["packages.conda"]!.AsObject().Select(record => record.Key)];
    }

    private static async Task<string?> DigestAsync(TestStore store)
    {
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        using var live = new LiveChannels(store.Store);
        await live.RefreshAsync(TestStore.Stop);
        return (await live.FindArtifactAsync(live.All[0], Label.Parse(View), "linux-64", "zlib-1.0-0.conda", TestStore.Stop))?.Digest.ToString();
    }

    private static Task<long> RewrittenAsync(TestStore store, string label, ManagedChannel since) => store.Store.Database.ReadAsync(
        session => session.NumberAsync($"SELECT CAST(sum(changed) AS BIGINT) FROM publication WHERE channel = {since.Id} AND label = {label} AND revision > {since.Revision}", TestStore.Stop), TestStore.Stop);

    private static async Task<ManagedChannel> ChannelAsync(TestStore store) => (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
}
