using System.Net;
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
}
