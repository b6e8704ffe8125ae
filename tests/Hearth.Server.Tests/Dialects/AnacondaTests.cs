using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Foundation.Hashing;

namespace Hearth.Server.Tests.Dialects;

/// <summary>The steps of <c>anaconda upload</c>, <c>anaconda copy</c> and their kin.</summary>
public sealed class AnacondaTests
{
    private const string Root = "/api/anaconda";
    private const string Dist = "forge/zlib/1.0/linux-64/zlib-1.0-0.conda";

    [Fact]
    public async Task The_steps_of_an_upload_publish_with_labels()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();

        Assert.Equal(HttpStatusCode.NotFound, (await server.JsonAsync("GET", $"{Root}/package/forge/zlib")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.JsonAsync("POST", $"{Root}/package/forge/zlib", """{"public": true, "publish": false, "public_attrs": {"package_types": ["conda"], "name": "zlib"}}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.JsonAsync("GET", $"{Root}/release/forge/zlib/1.0")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.JsonAsync("POST", $"{Root}/release/forge/zlib/1.0", """{"requirements": [], "announce": null, "description": ""}""")).Status);
        var staged = await StageAsync(server, package, labels: "\"dev\", \"main\"");
        Assert.Equal(HttpStatusCode.Created, await PostAsync(server, staged, package));
        var (committed, dist) = await CommitAsync(server, staged);

        Assert.Equal(HttpStatusCode.OK, committed);
        Assert.Equal(["dev", "main"], dist!["labels"]!.AsArray().Select(label => (string?)label));
        await server.AssertPublishedAsync(package);
        await server.AssertPublishedAsync(package, label: "dev");
        Assert.Equal("linux-64/zlib-1.0-0.conda", (string?)(await server.JsonAsync("GET", $"{Root}/release/forge/zlib/1.0")).Body!["distributions"]![0]!["basename"]);
    }

    [Fact]
    public async Task A_server_that_restarts_between_the_steps_goes_on()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        var staged = await StageAsync(server, package);
        var url = new Uri((string)staged["post_url"]!);
        await server.RestartAsync();
        using var posted = await server.SendAsync("POST", url.PathAndQuery, Form(staged, package, Md5.Of(package)));
        await server.RestartAsync();
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (posted.StatusCode, (await CommitAsync(server, staged)).Status));
        await server.AssertPublishedAsync(package);
    }

    [Fact]
    public async Task What_is_there_is_409_until_it_is_deleted()
    {
        await using var server = await ManagedServer.StartAsync();
        var (package, other) = (ManagedServer.Package(), ManagedServer.Package(content: "other"));
        await UploadAsync(server, package);

        var stage = await server.JsonAsync("POST", $"{Root}/stage/{Dist}", Stage(other, "\"main\""));
        Assert.Equal(HttpStatusCode.Conflict, stage.Status);
        Assert.NotEmpty((string)stage.Body!["error"]!);
        Assert.Equal(HttpStatusCode.OK, (await server.JsonAsync("DELETE", $"{Root}/dist/{Dist}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.JsonAsync("GET", $"{Root}/release/forge/zlib/1.0")).Status);
        await UploadAsync(server, other);
        await server.AssertPublishedAsync(other);
    }

    [Fact]
    public async Task The_address_for_the_bytes_is_signed_and_its_digest_checked()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        var staged = await StageAsync(server, package);
        var url = (string)staged["post_url"]!;

        await ManagedServer.AssertRefusedAsync(await server.SendAsync("POST", url[..^1] + (url[^1] == '0' ? '1' : '0'), Form(staged, package, Md5.Of(package))), HttpStatusCode.Forbidden, "HRT6026", "error");
        await ManagedServer.AssertRefusedAsync(await server.SendAsync("POST", url.Replace("expires=", "expires=9", StringComparison.Ordinal), Form(staged, package, Md5.Of(package))), HttpStatusCode.Forbidden, "HRT6026", "error");
        await ManagedServer.AssertRefusedAsync(await server.SendAsync("POST", url, Form(staged, package, Md5.Of("other"u8))), HttpStatusCode.BadRequest, "HRT4052", "error");
        Assert.Equal(HttpStatusCode.Created, await PostAsync(server, staged, ManagedServer.Package(content: "other")));
        var (status, refusal) = await CommitAsync(server, staged);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "HRT4052"), (status, (string?)refusal!["code"]));
        await server.AssertNothingPublishedAsync();
    }

    [Fact]
    public async Task A_copy_goes_to_another_owner_or_label_once()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        await UploadAsync(server, package);
        const string Wish = """{"to_owner": "other", "from_channel": "main", "to_channel": "main"}""";

        Assert.Equal(HttpStatusCode.OK, (await server.JsonAsync("POST", $"{Root}/copy/package/{Dist}", Wish)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await server.JsonAsync("POST", $"{Root}/copy/package/{Dist}", Wish)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.JsonAsync("PUT", $"{Root}/copy/package/{Dist}", Wish)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.JsonAsync("PATCH", $"{Root}/copy/package/{Dist}", """{"from_channel": "main", "to_channel": "dev"}""")).Status);
        await server.AssertPublishedAsync(package, channel: "other");
        await server.AssertPublishedAsync(package, label: "dev");
    }

    [Fact]
    public async Task Labels_are_listed_copied_and_taken_away()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        await UploadAsync(server, package);

        Assert.Equal(HttpStatusCode.Created, (await server.JsonAsync("POST", $"{Root}/channels/forge/main/copy/dev")).Status);
        await server.AssertPublishedAsync(package, label: "dev");
        Assert.True((await server.JsonAsync("GET", $"{Root}/channels/forge")).Body!.AsObject().ContainsKey("dev"));
        Assert.Equal("forge/zlib/1.0/linux-64/zlib-1.0-0.conda", (string?)(await server.JsonAsync("GET", $"{Root}/channels/forge/dev")).Body!["files"]![0]!["full_name"]);
        Assert.Equal(HttpStatusCode.Created, (await server.JsonAsync("DELETE", $"{Root}/channels/forge/dev")).Status);
        Assert.Empty((await server.JsonAsync("GET", $"{Root}/channels/forge/dev")).Body!["files"]!.AsArray());
    }

    [Fact]
    public async Task Users_lists_search_and_downloads_are_answered()
    {
        await using var server = await ManagedServer.StartAsync();
        await UploadAsync(server, ManagedServer.Package());

        Assert.NotNull((await server.JsonAsync("GET", $"{Root}/user")).Body!["login"]);
        Assert.Equal("forge", (string?)(await server.JsonAsync("GET", $"{Root}/user/forge")).Body!["login"]);
        Assert.Equal("zlib", (string?)(await server.JsonAsync("GET", $"{Root}/packages/forge")).Body![0]!["name"]);
        Assert.Equal("forge", (string?)(await server.JsonAsync("GET", $"{Root}/search?name=zli&type=conda")).Body![0]!["owner"]!["login"]);
        using var download = await server.SendAsync("GET", $"{Root}/download/{Dist}");
        Assert.Equal("/forge/linux-64/zlib-1.0-0.conda", download.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Created, (await server.JsonAsync("DELETE", $"{Root}/package/forge/zlib")).Status);
    }

    private static async Task UploadAsync(ManagedServer server, byte[] package)
    {
        var staged = await StageAsync(server, package);
        Assert.Equal(HttpStatusCode.Created, await PostAsync(server, staged, package));
        Assert.Equal(HttpStatusCode.OK, (await CommitAsync(server, staged)).Status);
    }

    private static async Task<JsonNode> StageAsync(ManagedServer server, byte[] package, string labels = "\"main\"")
    {
        var (status, body) = await server.JsonAsync("POST", $"{Root}/stage/{Dist}", Stage(package, labels), ("Authorization", $"token {server.Token}"), ("x-binstar-api-version", "1.12.2"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.All(body!["form_data"]!.AsObject(), field => Assert.Equal(System.Text.Json.JsonValueKind.String, field.Value!.GetValueKind()));
        return body;
    }

    private static string Stage(byte[] package, string labels) =>
        $$"""{"distribution_type": "conda", "description": "", "attrs": {"name": "zlib"}, "dependencies": {"depends": []}, "channels": [{{labels}}], "sha256": "{{Sha256.Of(package)}}"}""";

    private static async Task<HttpStatusCode> PostAsync(ManagedServer server, JsonNode staged, byte[] package)
    {
        using var response = await server.SendAsync("POST", (string)staged["post_url"]!, Form(staged, package, Md5.Of(package)));
        return response.StatusCode;
    }

    private static ByteArrayContent Form(JsonNode staged, byte[] package, Md5 md5) => ManagedServer.Form(
    [
        .. staged["form_data"]!.AsObject().Select(field => ManagedServer.Field(field.Key, (string)field.Value!)),
        ManagedServer.Field("Content-Length", $"{package.Length}"),
        ManagedServer.Field("Content-MD5", Convert.ToBase64String(md5.AsSpan())),
        ManagedServer.FilePart("file", "linux-64/zlib-1.0-0.conda", package),
    ]);

    private static Task<(HttpStatusCode Status, JsonNode? Body)> CommitAsync(ManagedServer server, JsonNode staged) =>
        server.JsonAsync("POST", $"{Root}/commit/{Dist}", $$"""{"dist_id": "{{staged["dist_id"]}}"}""");

    [Fact]
    public async Task A_locked_label_takes_nothing_until_it_is_unlocked()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        Assert.Equal(HttpStatusCode.Created, (await server.JsonAsync("POST", $"{Root}/channels/forge/dev/lock")).Status);

        using var refused = await server.SendAsync("PUT", "/forge/label/dev/linux-64/zlib-1.0-0.conda", ManagedServer.Bytes(package));
        using var main = await server.SendAsync("PUT", "/forge/linux-64/zlib-1.0-0.conda", ManagedServer.Bytes(package));
        var (relabelled, body) = await server.JsonAsync("POST", $"{Root}/channels/forge/main/copy/dev");
        Assert.Equal(HttpStatusCode.Created, (await server.JsonAsync("DELETE", $"{Root}/channels/forge/dev/lock")).Status);
        var (unlocked, _) = await server.JsonAsync("POST", $"{Root}/channels/forge/main/copy/dev");

        Assert.False(refused.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.Created, main.StatusCode);
        Assert.Equal((HttpStatusCode.BadRequest, "HRT4068"), (relabelled, (string?)body!["code"]));
        Assert.Equal(HttpStatusCode.Created, unlocked);
        await server.AssertPublishedAsync(package, label: "dev");
    }

    [Fact]
    public async Task Scopes_tokens_and_collaborators_are_shown_without_secrets()
    {
        await using var server = await ManagedServer.StartAsync();
        var stop = TestContext.Current.CancellationToken;
        var ann = await server.Instance.Access.Users.CreateAsync(AccountName.Parse("ann"), "Ann", "test", stop);
        await server.Instance.Access.Grants.SetAsync(Grantee.User(ann.Name), new Grant { Channel = "forge", Role = Role.Publisher, Names = ["zl*"] }, "test", stop);

        var (_, scopes) = await server.JsonAsync("GET", $"{Root}/scopes");
        var (_, token) = await server.JsonAsync("GET", $"{Root}/authentication");
        var (_, tokens) = await server.JsonAsync("GET", $"{Root}/authentications");
        var (_, zlib) = await server.JsonAsync("GET", $"{Root}/package/forge/zlib/collaborators");
        var (_, bzip2) = await server.JsonAsync("GET", $"{Root}/package/forge/bzip2/collaborators");

        Assert.Equal(["administer", "manage", "publish", "read"], scopes!.AsObject().Select(scope => scope.Key));
        Assert.Equal("test", (string?)token!["application"]);
        Assert.Equal((string?)token["id"], (string?)Assert.Single(tokens!.AsArray())!["id"]);
        Assert.DoesNotContain(server.Token, tokens.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("ann", (string?)Assert.Single(zlib!.AsArray())!["login"]);
        Assert.Empty(bzip2!.AsArray());
    }
}
