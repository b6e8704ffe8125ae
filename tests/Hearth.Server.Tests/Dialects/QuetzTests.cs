using System.Net;
using Hearth.Channels.Access;
using Hearth.Channels.Log;
using Hearth.Foundation.Hashing;

namespace Hearth.Server.Tests.Dialects;

/// <summary>Requests as quetz-client and rattler-build send them.</summary>
public sealed class QuetzTests
{
    private const string Url = "/api/channels/forge/upload/zlib-1.0-0.conda?force=false&sha256=";

    [Fact]
    public async Task An_upload_in_the_body_is_published()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();

        using var response = await server.SendAsync("POST", Url + Sha256.Of(package), ManagedServer.Bytes(package), ("X-API-Key", server.Token));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        await server.AssertPublishedAsync(package);
    }

    [Fact]
    public async Task Another_digest_is_406_and_other_bytes_under_the_name_409()
    {
        await using var server = await ManagedServer.StartAsync();
        var (package, other) = (ManagedServer.Package(), ManagedServer.Package(content: "other"));

        await ManagedServer.AssertRefusedAsync(await server.SendAsync("POST", Url + Sha256.Of(other), ManagedServer.Bytes(package)), HttpStatusCode.NotAcceptable, "HRT4052", "detail");
        await server.AssertNothingPublishedAsync();
        using var first = await server.SendAsync("POST", Url + Sha256.Of(package), ManagedServer.Bytes(package));
        await ManagedServer.AssertRefusedAsync(await server.SendAsync("POST", Url + Sha256.Of(other), ManagedServer.Bytes(other)), HttpStatusCode.Conflict, "HRT4060", "detail");
        using var again = await server.SendAsync("POST", Url + Sha256.Of(package), ManagedServer.Bytes(package));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task A_file_that_is_not_what_its_name_says_is_400()
    {
        await using var server = await ManagedServer.StartAsync();
        using var response = await server.SendAsync("POST", "/api/channels/forge/upload/zlib-2.0-0.conda", ManagedServer.Bytes(ManagedServer.Package()));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("..%2F..%2Fzlib-1.0-0.conda")]
    [InlineData("zlib.conda")]
    [InlineData("%00zlib-1.0-0.conda")]
    public async Task A_file_name_that_leads_elsewhere_is_refused(string file)
    {
        await using var server = await ManagedServer.StartAsync();
        using var response = await server.SendAsync("POST", $"/api/channels/forge/upload/{file}", ManagedServer.Bytes(ManagedServer.Package()));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        await server.AssertNothingPublishedAsync();
    }

    [Fact]
    public async Task Too_many_bytes_are_413()
    {
        await using var server = await ManagedServer.StartAsync(new ChannelSettings { MaxArtifactBytes = 100 });
        await ManagedServer.AssertRefusedAsync(
            await server.SendAsync("POST", "/api/channels/forge/upload/zlib-1.0-0.conda", ManagedServer.Bytes(ManagedServer.Package())), HttpStatusCode.RequestEntityTooLarge, "HRT4051", "detail");
        await server.AssertNothingPublishedAsync();
    }

    [Theory]
    [InlineData("/api/channels/forge/files/")]
    [InlineData("/api/channels/forge/packages/zlib/files/")]
    public async Task A_form_publishes_each_of_its_files(string url)
    {
        await using var server = await ManagedServer.StartAsync();
        var (first, second) = (ManagedServer.Package(), ManagedServer.Package(version: "2.0"));
        var form = ManagedServer.Form(
            ManagedServer.FilePart("files", "zlib-1.0-0.conda", first), ManagedServer.FilePart("files", "zlib-2.0-0.conda", second), ManagedServer.Field("force", "false"));

        using var response = await server.SendAsync("POST", url, form);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        await server.AssertPublishedAsync(first);
        await server.AssertPublishedAsync(second, "zlib-2.0-0.conda");
    }

    [Theory]
    [InlineData("../../zlib-1.0-0.conda")]
    [InlineData("/etc/zlib-1.0-0.conda")]
    public async Task A_form_cannot_name_a_path(string name)
    {
        await using var server = await ManagedServer.StartAsync();
        await ManagedServer.AssertRefusedAsync(
            await server.SendAsync("POST", "/api/channels/forge/files/", ManagedServer.Form(ManagedServer.FilePart("files", name, ManagedServer.Package()))), HttpStatusCode.BadRequest, "HRT4050", "detail");
        await server.AssertNothingPublishedAsync();
    }

    [Fact]
    public async Task A_form_that_ends_too_early_is_400()
    {
        await using var server = await ManagedServer.StartAsync();
        var whole = await ManagedServer.Form(ManagedServer.FilePart("files", "zlib-1.0-0.conda", ManagedServer.Package())).ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using var half = new ByteArrayContent(whole[..(whole.Length / 2)]);
        half.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=0cc175b9c0f1b6a831c399e269772661");

        await ManagedServer.AssertRefusedAsync(await server.SendAsync("POST", "/api/channels/forge/files/", half), HttpStatusCode.BadRequest, "HRT6020", "detail");
        await server.AssertNothingPublishedAsync();
    }

    [Fact]
    public async Task A_channel_is_made_shown_changed_and_listed()
    {
        await using var server = await ManagedServer.StartAsync();

        var (made, _) = await server.JsonAsync("POST", "/api/channels", """{"name": "mine", "description": "d", "private": false}""");
        var (again, _) = await server.JsonAsync("POST", "/api/channels", """{"name": "mine"}""");
        var (_, changed) = await server.JsonAsync("PATCH", "/api/channels/mine", """{"description": "new"}""");
        var (_, page) = await server.JsonAsync("GET", "/api/paginated/channels?skip=1&limit=1");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict), (made, again));
        Assert.Equal(("new", false), ((string?)changed!["description"], (bool)changed["private"]!));
        Assert.Equal(("mine", 3), ((string?)Assert.Single(page!["result"]!.AsArray())!["name"], (int)page["pagination"]!["all_records_count"]!));
    }

    [Fact]
    public async Task Packages_and_versions_are_listed_copied_and_removed()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        using var uploaded = await server.SendAsync("POST", Url + Sha256.Of(package), ManagedServer.Bytes(package));

        var (_, names) = await server.JsonAsync("GET", "/api/channels/forge/packages?q=LI");
        var (_, none) = await server.JsonAsync("GET", "/api/channels/forge/packages?q=%25");
        var (_, versions) = await server.JsonAsync("GET", "/api/channels/forge/packages/zlib/versions");
        var (copied, _) = await server.JsonAsync("POST", "/api/channels/other/packages/copy?source_channel=forge&source_package=zlib&subdir=linux-64&filename=zlib-1.0-0.conda");
        var (removed, _) = await server.JsonAsync("DELETE", "/api/channels/forge/packages/zlib/versions/linux-64/zlib-1.0-0.conda");
        var (absent, _) = await server.JsonAsync("GET", "/api/channels/forge/packages/zlib");

        Assert.Equal("zlib", (string?)Assert.Single(names!.AsArray())!["name"]);
        Assert.Empty(none!.AsArray());
        Assert.Equal("linux-64", (string?)Assert.Single(versions!.AsArray())!["platform"]);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.NotFound), (copied, removed, absent));
        await server.AssertPublishedAsync(package, channel: "other");
    }

    [Fact]
    public async Task Who_asks_is_told()
    {
        await using var server = await ManagedServer.StartAsync();
        Assert.NotNull((string?)(await server.JsonAsync("GET", "/api/me")).Body!["user"]!["username"]);
    }

    [Fact]
    public async Task Members_are_given_roles_listed_and_removed()
    {
        await using var server = await ManagedServer.StartAsync();
        await server.Instance.Access.Users.CreateAsync(AccountName.Parse("ann"), "Ann", "test", TestContext.Current.CancellationToken);

        var (added, member) = await server.JsonAsync("POST", "/api/channels/forge/members", """{"username": "ann", "role": "maintainer"}""");
        var (_, members) = await server.JsonAsync("GET", "/api/channels/forge/members");
        var (unknown, _) = await server.JsonAsync("POST", "/api/channels/forge/members", """{"username": "bob", "role": "member"}""");
        var (wrong, _) = await server.JsonAsync("POST", "/api/channels/forge/members", """{"username": "ann", "role": "king"}""");
        var (removed, _) = await server.JsonAsync("DELETE", "/api/channels/forge/members?username=ann");
        var (absent, _) = await server.JsonAsync("DELETE", "/api/channels/forge/members?username=ann");

        Assert.Equal((HttpStatusCode.Created, "maintainer"), (added, (string?)member!["role"]));
        Assert.Equal("ann", (string?)Assert.Single(members!.AsArray())!["user"]!["username"]);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (unknown, wrong));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (removed, absent));
    }

    [Fact]
    public async Task A_key_publishes_where_its_roles_say_until_it_is_revoked()
    {
        await using var server = await ManagedServer.StartAsync();
        var wish = """{"description": "ci", "expire_at": "2999-12-31", "roles": [{"channel": "forge", "package": "zlib", "role": "member"}]}""";
        var (made, key) = await server.JsonAsync("POST", "/api/api-keys", wish);
        var text = (string)key!["key"]!;
        (string, string) credential = ("Authorization", $"Bearer {text}");

        using var taken = await server.SendAsync("POST", Url + Sha256.Of(ManagedServer.Package()), ManagedServer.Bytes(ManagedServer.Package()), credential);
        using var other = await server.SendAsync("POST", "/api/channels/forge/upload/bzip2-1.0-0.conda", ManagedServer.Bytes(ManagedServer.Package("bzip2")), credential);
        var (_, listed) = await server.JsonAsync("GET", "/api/api-keys");
        var (revoked, _) = await server.JsonAsync("DELETE", $"/api/api-keys/{text}");
        using var late = await server.SendAsync("POST", Url + Sha256.Of(ManagedServer.Package()), ManagedServer.Bytes(ManagedServer.Package()), credential);

        Assert.Equal((HttpStatusCode.Created, "2999-12-31", "member"), (made, (string?)key["expire_at"], (string?)key["roles"]![0]!["role"]));
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        Assert.False(other.IsSuccessStatusCode);
        Assert.Contains(listed!.AsArray(), entry => (string?)entry!["description"] == "ci");
        Assert.DoesNotContain(text, listed.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (revoked, late.StatusCode));
    }

    [Theory]
    [InlineData("""{"expire_at": "2001-01-01", "roles": [{"channel": "forge", "role": "member"}]}""")]
    [InlineData("""{"roles": [{"role": "member"}]}""")]
    [InlineData("""{"description": "for nobody"}""")]
    public async Task A_key_that_makes_no_sense_is_refused(string wish)
    {
        await using var server = await ManagedServer.StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await server.JsonAsync("POST", "/api/api-keys", wish)).Status);
    }

    [Fact]
    public async Task Nobody_gets_a_key_for_more_than_they_may_do()
    {
        await using var server = await ManagedServer.StartAsync();
        var (_, key) = await server.JsonAsync("POST", "/api/api-keys", """{"roles": [{"channel": "forge", "role": "maintainer"}]}""");

        var (status, _) = await server.JsonAsync("POST", "/api/api-keys", """{"roles": [{"channel": "other", "role": "owner"}]}""", ("Authorization", $"Bearer {key!["key"]}"));

        Assert.Equal(HttpStatusCode.Forbidden, status);
    }

    [Fact]
    public async Task Users_are_listed_shown_and_disabled()
    {
        await using var server = await ManagedServer.StartAsync();
        foreach (var name in (string[])["ann", "bob"])
            await server.Instance.Access.Users.CreateAsync(AccountName.Parse(name), name.ToUpperInvariant(), "test", TestContext.Current.CancellationToken);

        var (_, page) = await server.JsonAsync("GET", "/api/paginated/users?q=b");
        var (disabled, _) = await server.JsonAsync("DELETE", "/api/users/bob");
        var (absent, _) = await server.JsonAsync("GET", "/api/users/eve");

        Assert.Equal(("bob", "BOB", 1), ((string?)page!["result"]![0]!["username"], (string?)page["result"]![0]!["profile"]!["name"], (int)page["pagination"]!["all_records_count"]!));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (disabled, absent));
        Assert.NotNull((await server.Instance.Access.Users.ListAsync(TestContext.Current.CancellationToken)).Single(user => user.DisplayName == "BOB").Disabled);
    }

    [Fact]
    public async Task Actions_become_jobs_where_there_is_work_and_mirrors_are_refused()
    {
        await using var server = await ManagedServer.StartAsync();
        const string Actions = "/api/channels/forge/actions";

        var (checking, jobs) = await server.JsonAsync("PUT", Actions, """{"action": "validate_packages"}""");
        var (indexing, nothing) = await server.JsonAsync("PUT", Actions, """{"action": "generate_indexes"}""");
        var (mirroring, _) = await server.JsonAsync("PUT", Actions, """{"action": "synchronize"}""");
        var (repeating, _) = await server.JsonAsync("PUT", Actions, """{"action": "cleanup", "repeat_every_seconds": 60}""");
        var (unknown, _) = await server.JsonAsync("PUT", Actions, """{"action": "explode"}""");
        var id = (long)jobs![0]!["id"]!;
        var (_, page) = await server.JsonAsync("GET", "/api/jobs?limit=5");
        var (_, cancelled) = await server.JsonAsync("PATCH", $"/api/jobs/{id}", """{"status": "cancelled"}""");
        var (_, mirrors) = await server.JsonAsync("GET", "/api/channels/forge/mirrors");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (checking, indexing));
        Assert.Empty(nothing!.AsArray());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (mirroring, repeating, unknown));
        Assert.Equal(("channel-check", 1), ((string?)page!["result"]![0]!["manifest"], (int)page["pagination"]!["all_records_count"]!));
        Assert.Equal("cancelled", (string?)cancelled!["status"]);
        Assert.Empty(mirrors!.AsArray());
    }

    [Fact]
    public async Task A_deleted_channel_is_served_no_more_and_its_name_is_not_given_again()
    {
        await using var server = await ManagedServer.StartAsync();

        var (deleted, _) = await server.JsonAsync("DELETE", "/api/channels/forge");
        var (absent, _) = await server.JsonAsync("GET", "/api/channels/forge");
        using var files = await server.SendAsync("GET", "/forge/noarch/repodata.json");
        var (again, _) = await server.JsonAsync("POST", "/api/channels", """{"name": "forge"}""");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.Conflict), (deleted, absent, files.StatusCode, again));
    }

    [Fact]
    public async Task A_name_is_found_in_every_channel_and_removed_with_all_its_versions()
    {
        await using var server = await ManagedServer.StartAsync();
        foreach (var version in (string[])["1.0", "2.0"])
        {
            var package = ManagedServer.Package(version: version);
            using var uploaded = await server.SendAsync("POST", $"/api/channels/forge/upload/zlib-{version}-0.conda", ManagedServer.Bytes(package));
        }

        var (_, found) = await server.JsonAsync("GET", "/api/packages/search?q=zl");
        var (_, page) = await server.JsonAsync("GET", "/api/paginated/channels/forge/packages/zlib/versions?skip=1");
        var (removed, _) = await server.JsonAsync("DELETE", "/api/channels/forge/packages/zlib");
        var (absent, _) = await server.JsonAsync("DELETE", "/api/channels/forge/packages/zlib");

        Assert.Equal("forge", (string?)Assert.Single(found!.AsArray())!["channel_name"]);
        Assert.Equal(("2.0", 2), ((string?)Assert.Single(page!["result"]!.AsArray())!["version"], (int)page["pagination"]!["all_records_count"]!));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (removed, absent));
        await server.AssertNothingPublishedAsync();
    }
}
