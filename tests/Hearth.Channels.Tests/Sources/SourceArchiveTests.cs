using System.Text;
using Hearth.Channels.Blobs;
using Hearth.Channels.Publish;
using Hearth.Channels.Sources;
using Hearth.Foundation.Hashing;
using Hearth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Channels.Tests.Sources;

public sealed class SourceArchiveTests(PostgresServer postgres)
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestStore.Stop;

    [Theory]
    [OnBothDatabases]
    internal async Task A_source_is_found_by_each_of_its_names(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var archive = new SourceArchive(store.Store);
        var source = await NewAsync("bytes") with { Urls = ["https://a.example/x.tar.gz"], FileNames = ["x.tar.gz"] };
        Assert.Equal(KeepOutcome.Added, await archive.KeepBytesAsync(Encoding.UTF8.GetBytes("bytes"), source, Stop));
        Assert.Equal(KeepOutcome.AlreadyHeld, await archive.KeepBytesAsync(Encoding.UTF8.GetBytes("bytes"), source with { FileNames = ["y.tar.gz"] }, Stop));

        foreach (var digest in (string[])[$"sha256:{source.Digests.Sha256}", source.Digests.Sha512, source.Digests.Sha1, source.Digests.Md5])
        {
            Assert.True(SourceDigest.TryParse(digest, out var parsed));
            Assert.Equal(source.Digests, (await archive.FindAsync(parsed, Stop))!.Digests);
        }
        Assert.Single(await archive.NamedAsync(new SourceAlias(SourceAlias.Url, "https://a.example/x.tar.gz"), Stop));
        Assert.Single(await archive.NamedAsync(new SourceAlias(SourceAlias.File, "y.tar.gz"), Stop));
        Assert.Empty(await archive.NamedAsync(new SourceAlias(SourceAlias.Url, "x.tar.gz"), Stop));
        Assert.Null(await archive.FindAsync(Sha256.Of("other"u8), Stop));
        Assert.Null(await archive.FindAsync(new SourceDigest("md5", new string('0', 32)), Stop));
        Assert.Equal((1, 5), await new SourceStatistics(store.Store).HeldAsync(Stop));
    }

    [Theory]
    [OnBothDatabases]
    internal async Task A_bundle_is_found_by_its_commit_and_by_the_address_of_its_repository(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var archive = new SourceArchive(store.Store);
        var commit = new string('a', 40);
        var source = await NewAsync("bundle") with { Kind = SourceKind.Bundle, Revision = commit, Urls = [$"git+https://a.example/r.git#{commit}"] };
        await archive.KeepBytesAsync(Encoding.UTF8.GetBytes("bundle"), source, Stop);
        foreach (var text in (string[])[commit, commit.ToUpperInvariant(), "https://a.example/r.git", $"git+https://a.example/r.git#{commit}", source.Digests.Sha1])
            Assert.Equal(source.Digests, Assert.Single(await archive.SearchAsync(text, Stop)).Digests);
        foreach (var text in (string[])["https://a.example/r", "https://a.example/", "https://a.example/r.git#", new string('b', 40), "r.git"])
            Assert.Empty(await archive.SearchAsync(text, Stop));
    }

    [Theory]
    [OnBothDatabases]
    internal async Task Sources_are_listed_in_pages_in_order_of_arrival(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var archive = new SourceArchive(store.Store);
        for (var i = 0; i < 7; i++)
        {
            if (i % 3 == 0)
                _clock.Advance(TimeSpan.FromSeconds(1));
            await KeepAsync(archive, $"source {i}");
        }
        var seen = new List<ArchivedSource>();
        while (await archive.ListAsync(seen.LastOrDefault(), 2, Stop) is { Count: > 0 } page)
            seen.AddRange(page);
        Assert.Equal(7, seen.DistinctBy(source => source.Sha256).Count());
        Assert.Equal(seen.Select(source => source.Added).Order(), seen.Select(source => source.Added));
    }

    [Theory]
    [OnBothDatabases]
    internal async Task Bundles_know_their_revision_and_their_submodules(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var archive = new SourceArchive(store.Store);
        var part = await KeepAsync(archive, "part");
        var whole = await NewAsync("whole") with { Kind = SourceKind.Bundle, Revision = "abc", Tree = "def", Lacks = "a submodule", Parts = new Dictionary<string, Sha256> { ["lib"] = part } };
        await archive.KeepBytesAsync("whole"u8.ToArray(), whole, Stop);
        Assert.Equal(("abc", "def", "a submodule"), await archive.OfRevisionAsync("abc", Stop) is { } found ? (found.Revision, found.Tree, found.Lacks) : default);
        Assert.Equal([("lib", part)], await archive.PartsOfAsync(whole.Digests.Sha256, Stop));
        await archive.KeepBytesAsync("whole"u8.ToArray(), whole with { Lacks = "" }, Stop);
        Assert.Equal("", (await archive.OfRevisionAsync("abc", Stop))!.Lacks);
        Assert.Null(await archive.OfRevisionAsync("ab", Stop));
    }

    [Theory]
    [OnBothDatabases]
    internal async Task A_manifest_leads_from_an_artifact_to_its_sources_and_back(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var artifact = Assert.IsType<PublishOutcome.Added>(await store.PublishAsync(new TinyPackage("zlib"))).Sha256;
        var (archive, manifests, needs) = (new SourceArchive(store.Store), new SourceManifests(store.Store), new SourceNeeds(store.Store));
        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, Stop))!;
        var followed = Assert.Single(await manifests.AddedAsync(channel.Id, 0, 10, Stop));
        Assert.Equal((artifact, "zlib", false), (followed.Sha256, followed.Name, followed.HasManifest));

        var recipe = await KeepAsync(archive, "recipe");
        var patch = await KeepAsync(archive, "patch");
        var part = await KeepAsync(archive, "part");
        var manifest = new SourceManifest
        {
            Artifact = artifact,
            Package = "zlib",
            Licence = "Zlib",
            RecipePath = "info/recipe/meta.yaml",
            Recipe = recipe,
            Sources = [new ManifestSource("url", """{"a":1}""", null, null), new ManifestSource("path", """{"a":2}""", "on another machine", "sub")],
            Patches = [new ManifestPatch("a.patch", patch), new ManifestPatch("b.patch", null)],
        };
        await manifests.SetAsync(manifest, Stop);
        await manifests.SetAsync(manifest, Stop);
        await manifests.FollowAsync(channel.Id, followed.Revision, Stop);
        Assert.Equal((followed.Revision, _clock.GetUtcNow()), await manifests.FollowedAsync(channel.Id, Stop));
        Assert.True(Assert.Single(await manifests.AddedAsync(channel.Id, 0, 10, Stop)).HasManifest);
        Assert.Empty(await manifests.AddedAsync(channel.Id, followed.Revision, 10, Stop));
        Assert.Empty(await manifests.UnreadAsync(channel.Id, all: true, Stop));

        var found = (await manifests.FindAsync(artifact, Stop))!;
        Assert.Equal([NeedState.Wanted, NeedState.Unarchivable], found.Sources.Select(source => source.Need!.State));
        Assert.Equal([patch, null], found.Patches.Select(one => one.Sha256));
        var need = Assert.Single(await needs.MissingAsync(channel.Id, _clock.GetUtcNow(), Stop));
        var (gaps, all) = await needs.GapsAsync(channel.Id, 10, Stop);
        Assert.Equal((2, 2L), (gaps.Count, all));
        (gaps, all) = await needs.GapsAsync(channel.Id, 1, Stop);
        Assert.Equal((1, 2L), (gaps.Count, all));

        await needs.MissAsync(need, NeedState.Missing, "gone", Stop);
        Assert.Empty(await needs.MissingAsync(channel.Id, _clock.GetUtcNow(), Stop));
        var missed = Assert.Single(await needs.MissingAsync(channel.Id, null, Stop));
        Assert.Equal((1, "gone"), (missed.Attempts, missed.Reason));
        var whole = await NewAsync("whole") with { Kind = SourceKind.Bundle, Parts = new Dictionary<string, Sha256> { ["lib"] = part } };
        await archive.KeepBytesAsync("whole"u8.ToArray(), whole, Stop);
        await needs.MeetAsync(need, whole.Digests.Sha256, lacks: "", remark: "", Stop);
        Assert.Equal(whole.Digests.Sha256, Assert.Single(await needs.HeldAsync(channel.Id, Stop)).Held);
        Assert.Equal(["forge/linux-64/zlib-1.0-0.conda"], Assert.Single((await needs.GapsAsync(null, 10, Stop)).Gaps).Artifacts);
        Assert.Contains(new SourceAlias(SourceAlias.Package, "zlib"), await archive.NamesOfAsync(whole.Digests.Sha256, Stop));

        var users = new SourceUsers(store.Store);
        foreach (var source in (Sha256[])[recipe, patch, part, whole.Digests.Sha256])
        {
            Assert.Equal(new SourceUser("forge", "linux-64", "zlib-1.0-0.conda", "zlib", "Zlib"), Assert.Single(await users.OfAsync(source, Stop)));
            Assert.Single(await users.OneOfEachAsync(source, Stop));
        }
        var coverage = await new SourceStatistics(store.Store).CoverageAsync(channel, Stop);
        Assert.Equal((1, 1, 0, 1, 0, 5), (coverage.Artifacts, coverage.Read, coverage.Unread, coverage.WithSources, coverage.Complete, coverage.Bytes));
    }

    [Theory]
    [OnBothDatabases]
    internal async Task However_many_builds_have_a_source_one_with_another_licence_is_seen_by_who_decides(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var manifests = new SourceManifests(store.Store);
        var patch = await KeepAsync(new SourceArchive(store.Store), "patch");
        foreach (var (version, licence) in ((string, string?)[])[("1.0", "MIT"), ("2.0", "MIT"), ("3.0", "Proprietary"), ("4.0", null), ("5.0", null)])
        {
            var artifact = Assert.IsType<PublishOutcome.Added>(await store.PublishAsync(new TinyPackage("zlib", version))).Sha256;
            await manifests.SetAsync(new SourceManifest { Artifact = artifact, Package = "zlib", Licence = licence, Patches = [new ManifestPatch("a.patch", patch)] }, Stop);
        }
        var users = new SourceUsers(store.Store);
        Assert.Equal(["MIT", "MIT", "Proprietary", null, null], (await users.OfAsync(patch, Stop)).Select(user => user.Licence));
        Assert.Equal(["zlib-1.0-0.conda", "zlib-3.0-0.conda", "zlib-4.0-0.conda"], (await users.OneOfEachAsync(patch, Stop)).Select(user => user.File));
    }

    [Theory]
    [OnBothDatabases]
    internal async Task A_takedown_keeps_digest_and_reason_and_is_in_the_log_of_the_instance(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var archive = new SourceArchive(store.Store);
        var takedowns = new SourceTakedowns(store.Store);
        var source = await KeepAsync(archive, "bytes");
        await takedowns.TakeDownAsync(source, SourceTakedown.Legal, "by order", "someone", erases: false, Stop);
        var found = (await archive.FindAsync(source, Stop))!;
        Assert.Equal(new SourceTakedown(451, "by order", "someone", _clock.GetUtcNow(), false), found.Takedown);
        Assert.Null(await archive.OpenAsync(found, 0, Stop));
        Assert.NotNull(await store.Blobs.SizeAsync(BlobSpace.Sources, source, Stop));
        Assert.Equal(KeepOutcome.TakenDown, await archive.KeepBytesAsync("bytes"u8.ToArray(), await NewAsync("bytes"), Stop));

        await takedowns.TakeDownAsync(source, SourceTakedown.Gone, "for good", "someone", erases: true, Stop);
        Assert.Null(await store.Blobs.SizeAsync(BlobSpace.Sources, source, Stop));
        Assert.True(await takedowns.ReleaseAsync(source, "someone", Stop));
        Assert.Equal(KeepOutcome.AlreadyHeld, await archive.KeepBytesAsync("bytes"u8.ToArray(), await NewAsync("bytes"), Stop));
        Assert.False((await archive.FindAsync(source, Stop))!.IsDamaged);
        Assert.NotNull(await store.Blobs.SizeAsync(BlobSpace.Sources, source, Stop));

        var log = await store.Store.Log.ReadAsync(await store.Store.Catalog.InstanceAsync(Stop), 0, 10, Stop);
        Assert.Equal(["source.taken-down", "source.taken-down", "source.released"], log.Select(change => change.Kind.Name));
        Assert.Null(await store.Store.Log.FirstBreakAsync(await store.Store.Catalog.InstanceAsync(Stop), Stop));
    }

    [Theory]
    [OnBothDatabases]
    internal async Task Alerts_are_raised_once_and_settled_by_people(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var alerts = new SourceAlerts(store.Store);
        var actual = (await NewAsync("other")).Digests;
        var expected = new SourceDigest("md5", new string('0', 32));
        Assert.True(await alerts.RaiseAsync("https://a.example/x", expected, actual, Stop));
        Assert.False(await alerts.RaiseAsync("https://a.example/x", expected, actual, Stop));
        var alert = Assert.Single(await alerts.ListAsync(open: true, 10, Stop));
        Assert.True(await alerts.SettleAsync(alert.Id, "known", Stop));
        Assert.False(await alerts.SettleAsync(alert.Id + 1, "", Stop));
        Assert.Empty(await alerts.ListAsync(open: true, 10, Stop));
        Assert.Equal("known", Assert.Single(await alerts.ListAsync(open: false, 10, Stop)).Note);
    }

    [Theory]
    [OnBothDatabases]
    internal async Task Addresses_are_alive_or_dead_since_an_instant(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var links = new SourceLinks(store.Store);
        var archive = new SourceArchive(store.Store);
        await archive.KeepBytesAsync("x"u8.ToArray(), await NewAsync("x") with { Urls = ["https://a.example/x"] }, Stop);
        Assert.Single(await links.UncheckedAsync(_clock.GetUtcNow(), 10, Stop));
        await links.NoteAsync("https://a.example/x", isAlive: true, "", Stop);
        var alive = _clock.GetUtcNow();
        Assert.Empty(await links.UncheckedAsync(alive, 10, Stop));
        _clock.Advance(TimeSpan.FromDays(1));
        await links.NoteAsync("https://a.example/x", isAlive: false, "there is nothing", Stop);
        await links.NoteAsync("https://a.example/x", isAlive: false, "still nothing", Stop);
        Assert.Equal((1, 0), await links.CountAsync(alive, Stop));
        Assert.Equal((0, 1), await links.CountAsync(_clock.GetUtcNow(), Stop));
        Assert.Equal([("https://a.example/x", _clock.GetUtcNow(), "still nothing")], await links.DeadAsync(10, Stop));
    }

    private static async Task<Sha256> KeepAsync(SourceArchive archive, string text)
    {
        var source = await NewAsync(text);
        await archive.KeepBytesAsync(Encoding.UTF8.GetBytes(text), source, Stop);
        return source.Digests.Sha256;
    }

    private static async Task<NewSource> NewAsync(string text) =>
        new() { Digests = await SourceDigests.OfAsync(Encoding.UTF8.GetBytes(text), Stop), Kind = SourceKind.File, Actor = "test" };
}
