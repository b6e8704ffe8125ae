using System.Net;
using System.Text.Json.Nodes;
using Hearth.Foundation.Hashing;

namespace Hearth.Server.Tests.Dialects;

/// <summary>The steps of uploads to Cloudsmith.</summary>
public sealed class CloudsmithTests
{
    private const string Root = "/api/cloudsmith";

    [Fact]
    public async Task A_small_file_is_posted_as_a_form()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        var file = await CreateAsync(server, package, "post");
        using var posted = await server.SendAsync("POST", (string)file["upload_url"]!, ManagedServer.Form(ManagedServer.Field("key", "k"), ManagedServer.FilePart("file", "zlib-1.0-0.conda", package)));
        Assert.Equal(HttpStatusCode.NoContent, posted.StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await PublishAsync(server, file)).Status);
        await server.AssertPublishedAsync(package);
    }

    [Fact]
    public async Task A_large_file_comes_in_parts_in_any_order()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        var file = await CreateAsync(server, package, "put_parts");
        var url = $"{file["upload_url"]}&upload_id=x&part_number=";
        var complete = $"{Root}/files/me/forge/{file["identifier"]}/complete/";

        using var second = await server.SendAsync("PUT", url + "1", ManagedServer.Bytes(package[100..]), ("X-Api-Key", server.Token));
        await ManagedServer.AssertRefusedAsync(await server.SendAsync("POST", complete), HttpStatusCode.BadRequest, "HRT6020", "detail");
        using var first = await server.SendAsync("PUT", url + "0", ManagedServer.Bytes(package[..100]), ("X-Api-Key", server.Token));
        Assert.Equal(HttpStatusCode.OK, (await server.JsonAsync("POST", complete, """{"upload_id": "x", "complete": true}""")).Status);
        Assert.Equal(HttpStatusCode.Created, (await PublishAsync(server, file)).Status);
        await server.AssertPublishedAsync(package);
    }

    [Fact]
    public async Task A_wrong_digest_and_an_altered_address_are_refused()
    {
        await using var server = await ManagedServer.StartAsync();
        var file = await CreateAsync(server, ManagedServer.Package(content: "other"), "put_parts");
        await ManagedServer.AssertRefusedAsync(await server.SendAsync("PUT", $"{file["upload_url"]}0&part_number=0", ManagedServer.Bytes(ManagedServer.Package())), HttpStatusCode.Forbidden, "HRT6026", "detail");
        using var put = await server.SendAsync("PUT", $"{file["upload_url"]}&part_number=0", ManagedServer.Bytes(ManagedServer.Package()));
        var (status, refusal) = await PublishAsync(server, file);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "HRT4052"), (status, (string?)refusal!["code"]));
        await server.AssertNothingPublishedAsync();
    }

    private static async Task<JsonNode> CreateAsync(ManagedServer server, byte[] package, string method)
    {
        var wish = $$"""{"filename": "zlib-1.0-0.conda", "md5_checksum": "{{Md5.Of(package)}}", "method": "{{method}}"}""";
        var (status, file) = await server.JsonAsync("POST", $"{Root}/files/me/forge/", wish, ("X-Api-Key", server.Token));
        Assert.Equal(HttpStatusCode.Accepted, status);
        return file!;
    }

    private static Task<(HttpStatusCode Status, JsonNode? Body)> PublishAsync(ManagedServer server, JsonNode file) =>
        server.JsonAsync("POST", $"{Root}/packages/me/forge/upload/conda/", $$"""{"package_file": "{{file["identifier"]}}"}""");
}
