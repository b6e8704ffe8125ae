using System.Text;
using Hearth.Channels.Sources;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Sources;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Mirrors.Tests.Sources;

public sealed class SourceCollectionTests : IAsyncLifetime
{
    private readonly TestUpstream _server = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(50) };
    private SourceStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await SourceStore.OpenAsync(_clock);

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_source_is_kept_under_every_digest_its_address_its_file_name_and_its_package()
    {
        var bytes = Offer("zlib-1.3.tar.gz");
        var artifact = await _store.PublishAsync("zlib", Recipe("zlib-1.3.tar.gz", bytes));
        var report = await _store.CollectAsync();
        Assert.Equal((1, 1, 0, 0), (report.Read, report.Collected, report.Missing, report.Problems.Count));
        Assert.Equal(bytes.Length, report.Bytes);

        var need = await _store.NeedAsync(artifact);
        Assert.Equal((NeedState.Held, ""), (need.State, need.Reason));
        Assert.Equal(bytes, await _store.BytesAsync(need.Held!.Value));
        var source = (await _store.Archive.FindAsync(need.Held.Value, SourceStore.Stop))!;
        foreach (var (algorithm, hex) in (IReadOnlyList<(string, string)>)[("sha512", source.Digests.Sha512), ("sha1", source.Digests.Sha1), ("md5", source.Digests.Md5), ("sha256", source.Sha256.ToString())])
            Assert.Equal(source.Sha256, (await _store.Archive.FindAsync(new SourceDigest(algorithm, hex), SourceStore.Stop))!.Sha256);
        Assert.Equal(
            [new SourceAlias("file", "zlib-1.3.tar.gz"), new SourceAlias("package", "zlib"), new SourceAlias("url", Address("zlib-1.3.tar.gz"))],
            await _store.Archive.NamesOfAsync(source.Sha256, SourceStore.Stop));
        Assert.Equal(source.Sha256, Assert.Single(await _store.Archive.OfPackageAsync("zlib", "zlib-1.3.tar.gz", SourceStore.Stop)).Sha256);
        Assert.True(_store.IsTidy);
    }

    [Fact]
    public async Task Artifacts_of_one_source_share_it_and_the_recipes_that_say_so()
    {
        var bytes = Offer("x.tar.gz");
        await _store.PublishAsync("one", Recipe("x.tar.gz", bytes));
        await _store.PublishAsync("two", Recipe("x.tar.gz", bytes));
        // The same bytes by another address and another digest.
        Offer("mirror/x.tar.gz", "x.tar.gz");
        await _store.PublishAsync("three", $"source:\n  url: {Address("mirror/x.tar.gz")}\n  md5: {Md5.Of(bytes)}\n");
        var report = await _store.CollectAsync(terms: SourceStore.Quick with { Parallel = 1 });
        Assert.Equal((3, 2), (report.Read, report.Collected));
        Assert.Equal(["x.tar.gz"], _server.Asked);
        Assert.Single(await FilesAsync());
    }

    [Fact]
    public async Task The_next_run_reads_and_asks_nothing_again()
    {
        await _store.PublishAsync("zlib", Recipe("z", Offer("z")));
        await _store.CollectAsync();
        _server.Asked.Clear();
        var report = await _store.CollectAsync();
        Assert.Equal((0, 0, 0), (report.Read, report.Collected, report.Missing));
        Assert.Empty(_server.Asked);
        await _store.PublishAsync("other", Recipe("y", Offer("y")));
        var next = await _store.CollectAsync();
        Assert.Equal((1, 1), (next.Read, next.Collected));
    }

    [Fact]
    public async Task Mirrors_stand_in_for_an_address_that_is_dead_or_gives_something_else()
    {
        var bytes = Offer("good/x.tar.gz");
        Offer("bad/x.tar.gz");
        var recipe = $"source:\n  url:\n    - {Address("gone/x.tar.gz")}\n    - {Address("bad/x.tar.gz")}\n    - {Address("good/x.tar.gz")}\n  sha256: {Sha256.Of(bytes)}\n";
        var artifact = await _store.PublishAsync("x", recipe);
        await _store.CollectAsync();
        Assert.Equal(Sha256.Of(bytes), (await _store.NeedAsync(artifact)).Held);
        var alert = Assert.Single(await new SourceAlerts(_store.Store).ListAsync(open: true, 10, SourceStore.Stop));
        Assert.Equal(Address("bad/x.tar.gz"), alert.Url);
    }

    [Fact]
    public async Task What_changed_upstream_is_an_alert_and_never_taken()
    {
        var artifact = await _store.PublishAsync("x", Recipe("x", Encoding.UTF8.GetBytes("as it was")));
        Offer("x");
        var report = await _store.CollectAsync();
        Assert.Equal((0, 1), (report.Collected, report.Changed));
        Assert.Equal(SourceDiagnostics.ChangedUpstream, Assert.Single(report.Problems).Kind);
        Assert.Equal(NeedState.Changed, (await _store.NeedAsync(artifact)).State);
        Assert.Empty(await FilesAsync());
        var alert = Assert.Single(await new SourceAlerts(_store.Store).ListAsync(open: true, 10, SourceStore.Stop));
        Assert.Equal(($"sha256:{Sha256.Of(Encoding.UTF8.GetBytes("as it was"))}", $"sha256:{Sha256.Of(Bytes("x"))}"), (alert.Expected, alert.Actual));

        Assert.True(await new SourceAlerts(_store.Store).SettleAsync(alert.Id, "made anew", SourceStore.Stop));
        _clock.Advance(TimeSpan.FromDays(40));
        await _store.CollectAsync();
        Assert.Empty(await new SourceAlerts(_store.Store).ListAsync(open: true, 10, SourceStore.Stop));
        Assert.True(Assert.Single(await new SourceAlerts(_store.Store).ListAsync(open: false, 10, SourceStore.Stop)).Last > alert.First);
    }

    [Fact]
    public async Task A_web_page_in_place_of_a_file_is_a_dead_address_and_no_alert()
    {
        Offer("x.tar.gz", content: "<!DOCTYPE html>\n<title>moved</title>");
        var artifact = await _store.PublishAsync("x", Recipe("x.tar.gz", "as it was"u8.ToArray()));
        var unpromised = await _store.PublishAsync("y", $"source:\n  url: {Address("x.tar.gz")}\n");
        await _store.CollectAsync();
        Assert.Equal(NeedState.Missing, (await _store.NeedAsync(artifact)).State);
        Assert.Equal(NeedState.Missing, (await _store.NeedAsync(unpromised)).State);
        Assert.Empty(await new SourceAlerts(_store.Store).ListAsync(open: false, 10, SourceStore.Stop));
        Assert.Equal(Address("x.tar.gz"), Assert.Single(await new SourceLinks(_store.Store).DeadAsync(10, SourceStore.Stop)).Url);
    }

    [Fact]
    public async Task What_is_missing_is_looked_for_again_each_time_after_a_longer_pause()
    {
        await _store.PublishAsync("x", Recipe("x", Bytes("x")));
        await _store.CollectAsync();
        Assert.Single(_server.Asked);
        await _store.CollectAsync();
        Assert.Single(_server.Asked);
        _clock.Advance(TimeSpan.FromMinutes(61));
        await _store.CollectAsync();
        Assert.Equal(2, _server.Asked.Count);
        _clock.Advance(TimeSpan.FromMinutes(61));
        await _store.CollectAsync();
        Assert.Equal(2, _server.Asked.Count);
        Offer("x");
        Assert.Equal(1, (await _store.CollectAsync(terms: SourceStore.Quick with { Retries = true })).Collected);
    }

    [Fact]
    public async Task Only_hosts_of_the_policy_are_asked()
    {
        var artifact = await _store.PublishAsync("x", Recipe("x", Offer("x")));
        var report = await _store.CollectAsync(new SourcePolicy { Hosts = ["example.org"] });
        Assert.Equal(NeedState.Refused, (await _store.NeedAsync(artifact)).State);
        Assert.Equal(SourceDiagnostics.HostRefused, Assert.Single(report.Problems).Kind);
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public async Task All_of_the_internet_is_not_this_machine()
    {
        var artifact = await _store.PublishAsync("x", Recipe("x", Offer("x")));
        await _store.CollectAsync(new SourcePolicy { Hosts = ["*"] });
        Assert.Equal(NeedState.Refused, (await _store.NeedAsync(artifact)).State);
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public async Task A_redirect_to_another_host_is_not_followed()
    {
        _server.Misbehave = (context, _, _) =>
        {
            TestUpstream.Redirect(context, "http://localhost:1/x");
            return true;
        };
        var artifact = await _store.PublishAsync("x", Recipe("x", Bytes("x")));
        await _store.CollectAsync();
        Assert.Equal(NeedState.Refused, (await _store.NeedAsync(artifact)).State);
    }

    [Fact]
    public async Task A_body_that_breaks_off_goes_on_and_one_that_stays_short_is_not_taken()
    {
        var bytes = Offer("long", content: new string('x', 200_000));
        _server.Misbehave = (context, path, count) =>
        {
            if (path != "long" || count > 1)
                return false;
            TestUpstream.Give(context, bytes, breakAfter: 70_000);
            return true;
        };
        var artifact = await _store.PublishAsync("x", Recipe("long", bytes));
        await _store.CollectAsync();
        Assert.Equal(Sha256.Of(bytes), (await _store.NeedAsync(artifact)).Held);
    }

    [Fact]
    public async Task A_server_that_is_away_is_not_waited_for_once_for_each_of_its_sources()
    {
        for (var i = 0; i < 12; i++)
            await _store.PublishAsync($"p{i}", Recipe($"s{i}", Bytes($"s{i}")));
        _server.Misbehave = (context, _, _) =>
        {
            TestUpstream.Status(context, 503);
            return true;
        };
        var report = await _store.CollectAsync(terms: SourceStore.Quick with { Parallel = 1, Upstream = MirrorStore.Quick with { Attempts = 1 } });
        Assert.Equal((0, 12), (report.Collected, report.Missing));
        Assert.Equal(5, _server.Asked.Count);
        Assert.Contains("in a row", report.Problems[^1].Message, StringComparison.Ordinal);
    }

    // Whoever publishes a package can write any address into its recipe.
    [Fact]
    public async Task An_address_that_a_recipe_merely_names_does_not_stand_in_for_what_is_there()
    {
        var evil = Offer("evil");
        var good = Offer("good");
        await _store.PublishAsync("evil", $"source:\n  url:\n    - {Address("evil")}\n    - {Address("good")}\n    - {Address("dead")}\n  sha256: {Sha256.Of(evil)}\n");
        await _store.CollectAsync();
        Assert.Equal(Sha256.Of(evil), Assert.Single(await _store.Archive.AtAsync(Address("dead"), SourceStore.Stop)).Sha256);

        var artifact = await _store.PublishAsync("good", $"source:\n  url: {Address("good")}\n");
        await _store.CollectAsync();
        Assert.Equal(Sha256.Of(good), (await _store.NeedAsync(artifact)).Held);
        Assert.Equal(Sha256.Of(good), Assert.Single(await _store.Archive.AtAsync(Address("good"), SourceStore.Stop)).Sha256);
    }

    [Fact]
    public async Task A_source_that_another_recipe_brought_is_found_by_the_addresses_of_every_recipe()
    {
        var bytes = Offer("x");
        await _store.PublishAsync("one", Recipe("x", bytes));
        await _store.PublishAsync("two", Recipe("lost", bytes));
        await _store.CollectAsync(terms: SourceStore.Quick with { Parallel = 1 });
        foreach (var file in (string[])["x", "lost"])
            Assert.Equal(Sha256.Of(bytes), Assert.Single(await _store.Archive.AtAsync(Address(file), SourceStore.Stop)).Sha256);
    }

    [Fact]
    public async Task A_server_that_hardly_sends_anything_is_given_up()
    {
        _clock.AutoAdvanceAmount = TimeSpan.FromSeconds(40);
        _server.Misbehave = (context, _, _) =>
        {
            context.Response.SendChunked = true;
            // Until whoever reads it goes away.
            while (true)
            {
                context.Response.OutputStream.WriteByte(0);
                context.Response.OutputStream.Flush();
                Thread.Sleep(1);
            }
        };
        var artifact = await _store.PublishAsync("slow", $"source:\n  url: {Address("slow")}\n");
        await _store.CollectAsync();
        var need = await _store.NeedAsync(artifact);
        Assert.Equal(NeedState.Missing, need.State);
        Assert.Contains("bytes a minute", need.Reason, StringComparison.Ordinal);
        Assert.True(_store.IsTidy);
    }

    [Fact]
    public async Task A_password_in_an_address_is_shown_to_its_host()
    {
        var bytes = Offer("x");
        var artifact = await _store.PublishAsync("x", $"source:\n  url: {Address("x").Replace("://", "://bob:s%40crit@", StringComparison.Ordinal)}\n  sha256: {Sha256.Of(bytes)}\n");
        await _store.CollectAsync();
        Assert.Equal(NeedState.Held, (await _store.NeedAsync(artifact)).State);
        Assert.Equal(["Basic " + Convert.ToBase64String("bob:s@crit"u8)], _server.Credentials);
    }

    [Fact]
    public async Task Patches_of_an_output_lie_with_the_recipe_that_it_is_part_of()
    {
        var bytes = Offer("x");
        var artifact = await _store.PublishAsync(
            "part", "package:\n  name: part\n", files: [("parent/meta.yaml", Recipe("x", bytes) + "  patches:\n    - fix/a.patch\n    - 'fix\\b.patch'\n"), ("parent/fix/a.patch", "--- a"), ("parent/fix/b.patch", "--- b")]);
        await _store.CollectAsync();
        Assert.Equal([Sha256.Of("--- a"u8), Sha256.Of("--- b"u8)], (await _store.ManifestAsync(artifact)).Patches.Select(patch => patch.Sha256));
    }

    [Fact]
    public async Task An_address_is_found_as_it_is_written_and_as_programs_tidy_it_up()
    {
        var bytes = Offer("x y");
        var written = $"{_server.Url}/./x y";
        await _store.PublishAsync("x", $"source:\n  url: '{written}'\n  sha256: {Sha256.Of(bytes)}\n");
        await _store.CollectAsync();
        foreach (var url in (string[])[written, $"{_server.Url}/x%20y"])
            Assert.Single(await _store.Archive.NamedAsync(new SourceAlias(SourceAlias.Url, url), SourceStore.Stop));
    }

    [Fact]
    public async Task A_source_larger_than_the_policy_allows_is_not_taken()
    {
        var bytes = Offer("large", content: new string('x', 5_000));
        var artifact = await _store.PublishAsync("x", Recipe("large", bytes));
        await _store.CollectAsync(SourceStore.Loopback with { MostBytes = 4_999 });
        Assert.Contains("4999", (await _store.NeedAsync(artifact)).Reason, StringComparison.Ordinal);
        Assert.True(_store.IsTidy);
    }

    [Fact]
    public async Task A_recipe_that_promises_nothing_gets_what_its_address_gave_first()
    {
        var bytes = Offer("x");
        var artifact = await _store.PublishAsync("x", $"source:\n  url: {Address("x")}\n");
        await _store.CollectAsync();
        var need = await _store.NeedAsync(artifact);
        Assert.Equal((NeedState.Held, Sha256.Of(bytes)), (need.State, need.Held));
        Assert.Contains("no digest", need.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patches_and_the_recipe_are_kept_with_the_sources()
    {
        var bytes = Offer("x");
        var artifact = await _store.PublishAsync("x", Recipe("x", bytes) + "  patches:\n    - fix.patch\n    - sub/more.patch\n    - lost.patch\n", files: [("fix.patch", "--- a\n"), ("sub/more.patch", "--- b\n")]);
        await _store.CollectAsync();
        var manifest = await _store.ManifestAsync(artifact);
        Assert.Equal(["fix.patch", "sub/more.patch", "lost.patch"], manifest.Patches.Select(patch => patch.Path));
        Assert.Equal("--- b\n", Encoding.UTF8.GetString(await _store.BytesAsync(manifest.Patches[1].Sha256!.Value)));
        Assert.Null(manifest.Patches[2].Sha256);
        Assert.Equal(("info/recipe/meta.yaml", "MIT"), (manifest.RecipePath, manifest.Licence));
        Assert.Contains("fix.patch", Encoding.UTF8.GetString(await _store.BytesAsync(manifest.Recipe!.Value)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_archive_formats_are_read_wherever_the_recipe_lies_in_them()
    {
        var bytes = Offer("x");
        var artifact = await _store.PublishAsync("x", Recipe("x", bytes), extension: ".tar.bz2");
        await _store.CollectAsync();
        Assert.Equal(NeedState.Held, (await _store.NeedAsync(artifact)).State);
    }

    [Fact]
    public async Task What_nobody_can_fetch_is_a_gap_with_its_reason()
    {
        await _store.PublishAsync("x", "source:\n  path: ../src\n");
        var report = await _store.CollectAsync();
        Assert.Equal((0, 0), (report.Missing, report.Problems.Count));
        var gap = Assert.Single((await _store.Needs.GapsAsync(null, 100, SourceStore.Stop)).Gaps);
        Assert.Equal(NeedState.Unarchivable, gap.Need.State);
        Assert.Equal(["forge/noarch/x-1.0-0.conda"], gap.Artifacts);
        Assert.NotEqual("", gap.Need.Reason);
    }

    [Fact]
    public async Task A_recipe_that_cannot_be_read_is_a_gap_and_is_read_again_when_asked_for()
    {
        var artifact = await _store.PublishAsync("x", "a: [");
        var report = await _store.CollectAsync();
        Assert.Equal(SourceDiagnostics.Unread, Assert.Single(report.Problems).Kind);
        var problem = (await _store.ManifestAsync(artifact)).Problem;
        var gap = Assert.Single((await _store.Needs.GapsAsync(null, 10, SourceStore.Stop)).Gaps);
        Assert.Equal((NeedState.Unarchivable, problem, "forge/noarch/x-1.0-0.conda"), (gap.Need.State, gap.Need.Reason, Assert.Single(gap.Artifacts)));
        Assert.Equal(0, (await _store.CollectAsync()).Read);
        Assert.Equal(1, (await _store.CollectAsync(terms: SourceStore.Quick with { Retries = true })).Read);
    }

    [Fact]
    public async Task A_collection_that_was_broken_off_goes_on()
    {
        using var stop = new CancellationTokenSource();
        for (var i = 0; i < 20; i++)
            await _store.PublishAsync($"p{i}", Recipe($"s{i}", Offer($"s{i}")));
        _server.Misbehave = (_, path, _) =>
        {
            if (path == "s7")
                stop.Cancel();
            return false;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.CollectAsync(cancellation: stop.Token));
        Assert.True(_store.IsTidy);
        var before = (await FilesAsync()).Count;
        _server.Misbehave = (_, _, _) => false;
        var report = await _store.CollectAsync();
        // One that was kept just before the end, and not noted yet, counts when it is noted.
        Assert.InRange(before + report.Collected, 20, 20 + before);
        Assert.Equal(20, (await FilesAsync()).Count);
    }

    [Fact]
    public async Task A_plan_counts_and_names_hosts_and_changes_nothing()
    {
        await _store.PublishAsync("x", Recipe("x", Offer("x")));
        await _store.PublishAsync("y", "source:\n  - url: https://a.example/y\n  - path: .\n");
        var plan = await new SourceCollection(_store.Store, SourceStore.Loopback, SourceStore.Quick).PlanAsync(await _store.ChannelAsync(), null, SourceStore.Stop);
        Assert.Equal((2, 2, 1), (plan.Artifacts, plan.Sources, plan.Unarchivable));
        Assert.Equal([("127.0.0.1", 1, true), ("a.example", 1, false)], plan.Hosts);
        Assert.Empty(_server.Asked);
        Assert.Empty(await FilesAsync());
        Assert.Equal(2, (await new SourceCollection(_store.Store, SourceStore.Loopback, SourceStore.Quick).PlanAsync(await _store.ChannelAsync(), null, SourceStore.Stop)).Artifacts);
    }

    [Fact]
    public async Task What_was_taken_down_is_not_collected_again()
    {
        var bytes = Offer("x");
        var takedowns = new SourceTakedowns(_store.Store);
        await takedowns.TakeDownAsync(Sha256.Of(bytes), SourceTakedown.Legal, "by court order", "test", erases: true, SourceStore.Stop);
        var artifact = await _store.PublishAsync("x", Recipe("x", bytes));
        await _store.CollectAsync();
        Assert.Equal(NeedState.TakenDown, (await _store.NeedAsync(artifact)).State);
        Assert.Empty(await FilesAsync());
    }

    [Fact]
    public async Task A_takedown_erases_the_bytes_and_lifting_it_collects_them_again()
    {
        var bytes = Offer("x");
        var artifact = await _store.PublishAsync("x", Recipe("x", bytes));
        await _store.CollectAsync();
        var takedowns = new SourceTakedowns(_store.Store);
        await takedowns.TakeDownAsync(Sha256.Of(bytes), SourceTakedown.Gone, "a mistake", "test", erases: true, SourceStore.Stop);
        Assert.Null(await _store.Store.Blobs.SizeAsync(Channels.Blobs.BlobSpace.Sources, Sha256.Of(bytes), SourceStore.Stop));
        Assert.Equal((410, "a mistake", true), await _store.Archive.FindAsync(Sha256.Of(bytes), SourceStore.Stop) is { Takedown: { } takedown } ? (takedown.Status, takedown.Reason, takedown.IsErased) : default);
        Assert.True(await takedowns.ReleaseAsync(Sha256.Of(bytes), "test", SourceStore.Stop));
        Assert.False(await takedowns.ReleaseAsync(Sha256.Of(bytes), "test", SourceStore.Stop));
        _clock.Advance(TimeSpan.FromDays(2));
        await _store.CollectAsync();
        Assert.Equal(NeedState.Held, (await _store.NeedAsync(artifact)).State);
        Assert.Equal(bytes, await _store.BytesAsync(Sha256.Of(bytes)));
    }

    [Fact]
    public async Task A_source_that_rotted_is_found_and_collected_again()
    {
        var bytes = Offer("x");
        var artifact = await _store.PublishAsync("x", Recipe("x", bytes));
        await _store.CollectAsync();
        var file = _store.Store.Blobs.FileOf(Channels.Blobs.BlobSpace.Sources, Sha256.Of(bytes))!;
        await File.WriteAllTextAsync(file, "y" + Encoding.UTF8.GetString(bytes)[1..], SourceStore.Stop);
        var source = (await _store.Archive.FindAsync(Sha256.Of(bytes), SourceStore.Stop))!;
        Assert.NotNull(await _store.Archive.VerifyAsync(source, SourceStore.Stop));
        Assert.True((await _store.Archive.FindAsync(Sha256.Of(bytes), SourceStore.Stop))!.IsDamaged);
        await _store.CollectAsync();
        Assert.Equal(bytes, await _store.BytesAsync(Sha256.Of(bytes)));
        Assert.Null(await _store.Archive.VerifyAsync(source, SourceStore.Stop));
        Assert.Equal(NeedState.Held, (await _store.NeedAsync(artifact)).State);
    }

    [Fact]
    public async Task Coverage_counts_artifacts_by_whether_all_their_sources_are_held()
    {
        var bytes = Offer("x");
        await _store.PublishAsync("whole", Recipe("x", bytes));
        await _store.PublishAsync("half", $"source:\n  - url: {Address("x")}\n    sha256: {Sha256.Of(bytes)}\n  - url: {Address("gone")}\n");
        await _store.PublishAsync("none", "about:\n  summary: none\n");
        await _store.PublishAsync("torn", "a: [");
        await _store.CollectAsync();
        var coverage = await new SourceStatistics(_store.Store).CoverageAsync(await _store.ChannelAsync(), SourceStore.Stop);
        Assert.Equal((4, 3, 1, 3, 1), (coverage.Artifacts, coverage.Read, coverage.Unread, coverage.WithSources, coverage.Complete));
        Assert.Equal(bytes.Length, coverage.Bytes);
        Assert.Equal((1, 1), (coverage.Needs[NeedState.Held], coverage.Needs[NeedState.Missing]));
    }

    [Fact]
    public async Task Addresses_that_die_and_come_back_are_counted_by_day()
    {
        await _store.PublishAsync("x", Recipe("x", Offer("x")));
        await _store.PublishAsync("y", Recipe("y", Offer("y")));
        await _store.CollectAsync();
        var links = new SourceLinks(_store.Store);
        var first = _clock.GetUtcNow();
        Assert.Equal((2, 0), await links.CountAsync(first, SourceStore.Stop));

        _clock.Advance(TimeSpan.FromDays(1));
        _server.Without("x");
        Assert.Equal((2, 1, 0), await CheckLinksAsync());
        Assert.Equal((1, 1), await links.CountAsync(_clock.GetUtcNow(), SourceStore.Stop));
        Assert.Equal((2, 0), await links.CountAsync(first, SourceStore.Stop));

        _clock.Advance(TimeSpan.FromDays(1));
        Offer("x");
        Assert.Equal((2, 0, 0), await CheckLinksAsync());
        Assert.Equal((0, 0, 0), await CheckLinksAsync());
        Assert.Empty(await links.DeadAsync(10, SourceStore.Stop));
    }

    [Fact]
    public async Task An_address_that_gives_another_size_is_looked_at_and_is_an_alert()
    {
        await _store.PublishAsync("x", Recipe("x", Offer("x")));
        await _store.CollectAsync();
        _clock.Advance(TimeSpan.FromDays(1));
        Offer("x", content: "something of another size");
        Assert.Equal((1, 0, 1), await CheckLinksAsync());
        Assert.Single(await new SourceAlerts(_store.Store).ListAsync(open: true, 10, SourceStore.Stop));
        Assert.Equal(Bytes("x"), await _store.BytesAsync(Sha256.Of(Bytes("x"))));
    }

    private Task<(int Asked, int Dead, int Changed)> CheckLinksAsync() =>
        new SourceLinkCheck(_store.Store, SourceStore.Loopback, SourceStore.Quick).RunAsync(_clock.GetUtcNow() - TimeSpan.FromHours(1), 100, null, SourceStore.Stop);

    private async Task<List<ArchivedSource>> FilesAsync() => [.. (await _store.Archive.ListAsync(null, 1_000, SourceStore.Stop)).Where(source => source.Kind == SourceKind.File)];

    private string Address(string file) => $"{_server.Url}/{file}";

    private static byte[] Bytes(string file) => Encoding.UTF8.GetBytes($"the bytes of {file}");

    private byte[] Offer(string file, string? bytesOf = null, string? content = null)
    {
        var bytes = content is null ? Bytes(bytesOf ?? file) : Encoding.UTF8.GetBytes(content);
        var path = Path.Combine(_server.Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return bytes;
    }

    private string Recipe(string file, byte[] bytes) => $"source:\n  url: {Address(file)}\n  sha256: {Sha256.Of(bytes)}\n";
}
