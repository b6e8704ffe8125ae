using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Hearth.Channels.Access;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;
using Hearth.Server.Api;

namespace Hearth.Server.Tests.Api;

/// <summary>Every way to publish, with a token, a role and a trusted publisher's grant for other names and for the right ones.</summary>
public sealed class ScopeOfNamesTests
{
    private const string File = "zlib-1.0-0.conda";
    private const string Subdir = "linux-64";

    private static readonly byte[] Package = ManagedServer.Package();

    /// <summary>How an artifact gets into a channel by each endpoint that takes one; steps that come before it are in the same row.</summary>
    private static readonly (string[] Endpoints, Func<HttpClient, string, Task> Publish)[] Ways =
    [
        (["PUT /api/v1/channels/{channel}/artifacts/{file}"], (client, channel) => SendAsync(client, "PUT", $"api/v1/channels/{channel}/artifacts/{File}", Body())),
        (["PUT /api/v1/channels/{channel}/artifacts/{subdir}/{file}"], (client, channel) => SendAsync(client, "PUT", $"api/v1/channels/{channel}/artifacts/{Subdir}/{File}", Body())),
        (["POST /api/v1/channels/{channel}/artifacts", "PATCH /api/v1/channels/{channel}/uploads/{upload}"], InPiecesAsync),
        (["POST /api/v1/channels/{channel}/copies"], (client, channel) => SendAsync(client, "POST", $"api/v1/channels/{channel}/copies", Json($$"""{"from":"staging","subdir":"{{Subdir}}","file":"{{File}}"}"""))),
        (["POST /api/v1/channels/{channel}/submissions"], (client, channel) => SendAsync(client, "POST", $"api/v1/channels/{channel}/submissions", Json($$"""{"subdir":"{{Subdir}}","file":"{{File}}","sha256":"{{Sha256.Of(Package)}}"}"""))),
        (["POST /api/anaconda/stage/{channel}/{name}/{version}/{subdir}/{file}", "POST /api/anaconda/commit/{channel}/{name}/{version}/{subdir}/{file}"], AnacondaAsync),
        (["PUT /artifactory/{channel}/{subdir}/{file}"], (client, channel) => SendAsync(client, "PUT", $"artifactory/{channel}/{Subdir}/{File}", Body())),
        (["PUT /artifactory/{channel}/label/{label}/{subdir}/{file}"], (client, channel) => SendAsync(client, "PUT", $"artifactory/{channel}/label/dev/{Subdir}/{File}", Body())),
        (["PUT /{channel}/{subdir}/{file}"], (client, channel) => SendAsync(client, "PUT", $"{channel}/{Subdir}/{File}", Body())),
        (["PUT /{channel}/label/{label}/{subdir}/{file}"], (client, channel) => SendAsync(client, "PUT", $"{channel}/label/dev/{Subdir}/{File}", Body())),
        (["POST /api/cloudsmith/files/{owner}/{channel}", "POST /api/cloudsmith/packages/{owner}/{channel}/upload/conda"], CloudsmithAsync),
        (["POST /api/v1/channels/{channel}/feedstock-outputs/copy"], (client, channel) => SendAsync(client, "POST", $"api/v1/channels/{channel}/feedstock-outputs/copy", Json(
            $$"""{"feedstock":"zlib-feedstock","outputs":{"{{Subdir}}/{{File}}":"{{Sha256.Of(Package)}}"},"channel":"main","hash_type":"sha256"}"""))),
        (["POST /api/v1/upload/{channel}"], (client, channel) => SendAsync(client, "POST", $"api/v1/upload/{channel}", ManagedServer.Form(ManagedServer.FilePart("file", File, Package)))),
        (["POST /api/channels/{channel}/files"], (client, channel) => SendAsync(client, "POST", $"api/channels/{channel}/files", ManagedServer.Form(ManagedServer.FilePart("files", File, Package)))),
        (["POST /api/channels/{channel}/packages/{package}/files"], (client, channel) => SendAsync(client, "POST", $"api/channels/{channel}/packages/zlib/files", ManagedServer.Form(ManagedServer.FilePart("files", File, Package)))),
        (["POST /api/channels/{channel}/packages/copy"], (client, channel) => SendAsync(client, "POST", $"api/channels/{channel}/packages/copy?source_channel=staging&source_package=zlib&subdir={Subdir}&filename={File}", null)),
        (["POST /api/channels/{channel}/upload/{file}"], (client, channel) => SendAsync(client, "POST", $"api/channels/{channel}/upload/{File}?sha256={Sha256.Of(Package)}", Body())),
        (["PUT /s3/{channel}/{subdir}/{file}"], (client, channel) => SendAsync(client, "PUT", $"s3/{channel}/{Subdir}/{File}", Body())),
        (["POST /s3/{channel}/{subdir}/{file}"], S3InPartsAsync),
    ];

    // They take no artifact: they ask, prepare, give up, or leave as it is.
    private static readonly string[] TakeNone =
    [
        "POST /api/anaconda/channels/{channel}/{label}",
        "POST /api/anaconda/package/{channel}/{name}", "PATCH /api/anaconda/package/{channel}/{name}",
        "POST /api/anaconda/release/{channel}/{name}/{version}", "PATCH /api/anaconda/release/{channel}/{name}/{version}",
        "PATCH /api/anaconda/dist/{channel}/{name}/{version}/{subdir}/{file}",
        "POST /api/cloudsmith/files/{owner}/{channel}/{upload}/complete",
        "POST /api/v1/channels/{channel}/feedstock-outputs/validate",
        "DELETE /api/v1/channels/{channel}/uploads/{upload}",
        "DELETE /s3/{channel}/{subdir}/{file}",
    ];

    [Fact]
    public void Every_endpoint_that_publishes_is_in_the_table() => Assert.Equal(
        ApiRouter.Endpoints.Where(endpoint => endpoint.Need == Need.Publish && endpoint.Method is not ("GET" or "HEAD")).Select(endpoint => $"{endpoint.Method} {endpoint.Pattern.TrimEnd('/')}").Order(StringComparer.Ordinal),
        Ways.SelectMany(way => way.Endpoints).Concat(TakeNone).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Each_way_publishes_the_names_of_the_scope_and_no_others()
    {
        await using var server = await ServedInstance.StartAsync();
        await CreateAsync(server, "staging", new ChannelSettings());
        using (var admin = await server.ClientAsync(Role.Admin))
            await SendAsync(admin, "PUT", $"api/v1/channels/staging/artifacts/{Subdir}/{File}", Body());
        var wrong = new List<string>();
        foreach (var (name, request, isAllowed) in Bearers())
        {
            using var client = await ClientAsync(server, request);
            for (var i = 0; i < Ways.Length; i++)
            {
                var channel = $"{name}-{i.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
                await CreateAsync(server, channel, new ChannelSettings { Staging = "staging" });
                await Ways[i].Publish(client, channel);
                if (await IsPublishedAsync(server, channel) != isAllowed)
                    wrong.Add($"{Ways[i].Endpoints[^1]} as {name}");
            }
        }
        Assert.Empty(wrong);
    }

    private static IEnumerable<(string Name, TokenRequest Request, bool IsAllowed)> Bearers()
    {
        static Grant On(params string[] names) => new() { Channel = "*", Role = Role.Publisher, Names = names, Owners = ["zlib"] };
        yield return ("unlimited", new TokenRequest { Grants = [On()] }, true);
        yield return ("right-scope", new TokenRequest { Grants = [On()], Scope = new TokenScope { Names = ["scipy", "zl*"] } }, true);
        yield return ("wrong-scope", new TokenRequest { Grants = [On()], Scope = new TokenScope { Names = ["numpy*"] } }, false);
        yield return ("right-grant", new TokenRequest { Grants = [On("z?ib")] }, true);
        yield return ("wrong-grant", new TokenRequest { Grants = [On("zlib-ng", "zlib?")] }, false);
        yield return ("narrower", new TokenRequest { Grants = [On("zlib")], Scope = new TokenScope { Names = ["numpy*"] } }, false);
    }

    private static async Task<HttpClient> ClientAsync(ServedInstance server, TokenRequest request)
    {
        var token = await server.Instance.Access.Tokens.CreateAsync(request, "test", ServedInstance.Stop);
        await server.Instance.LiveAccess.RefreshAsync(ServedInstance.Stop);
        var client = await server.ClientAsync();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Text.Reveal());
        return client;
    }

    private static async Task CreateAsync(ServedInstance server, string name, ChannelSettings settings)
    {
        await server.Instance.Store.Catalog.CreateAsync(ChannelName.Parse(name), settings, "test", ServedInstance.Stop);
        await server.Instance.Live.RefreshAsync(ServedInstance.Stop);
    }

    private static async Task<bool> IsPublishedAsync(ServedInstance server, string name)
    {
        var channel = await server.Instance.Store.Catalog.FindAsync(ChannelName.Parse(name), ServedInstance.Stop);
        return await server.Instance.Listing.FindAsync(channel!.Id, Subdir, File, ServedInstance.Stop) is not null;
    }

    private static async Task InPiecesAsync(HttpClient client, string channel)
    {
        var begun = await SendAsync(client, "POST", $"api/v1/channels/{channel}/artifacts", Json($$"""{"file":"{{File}}","sha256":"{{Sha256.Of(Package)}}","size":{{Package.Length}}}"""));
        await SendAsync(client, "PATCH", $"api/v1/channels/{channel}/uploads/{JsonNode.Parse(begun)!["upload"]}", Body(), ("Upload-Offset", "0"));
    }

    private static async Task AnacondaAsync(HttpClient client, string channel)
    {
        var dist = $"{channel}/zlib/1.0/{Subdir}/{File}";
        var staged = JsonNode.Parse(await SendAsync(client, "POST", $"api/anaconda/stage/{dist}", Json($$"""{"distribution_type":"conda","attrs":{"name":"zlib"},"channels":["main"],"sha256":"{{Sha256.Of(Package)}}"}""")))!;
        if (staged["post_url"] is not { } url)
            return;
        var form = ManagedServer.Form(
        [
            .. staged["form_data"]!.AsObject().Select(field => ManagedServer.Field(field.Key, (string)field.Value!)),
            ManagedServer.Field("Content-Length", $"{Package.Length}"),
            ManagedServer.Field("Content-MD5", Convert.ToBase64String(Md5.Of(Package).AsSpan())),
            ManagedServer.FilePart("file", $"{Subdir}/{File}", Package),
        ]);
        await SendAsync(client, "POST", (string)url!, form);
        await SendAsync(client, "POST", $"api/anaconda/commit/{dist}", Json($$"""{"dist_id":"{{staged["dist_id"]}}"}"""));
    }

    private static async Task CloudsmithAsync(HttpClient client, string channel)
    {
        var file = JsonNode.Parse(await SendAsync(client, "POST", $"api/cloudsmith/files/me/{channel}/", Json($$"""{"filename":"{{File}}","md5_checksum":"{{Md5.Of(Package)}}","method":"post"}""")))!;
        if (file["upload_url"] is not { } url)
            return;
        await SendAsync(client, "POST", (string)url!, ManagedServer.Form(ManagedServer.Field("key", "k"), ManagedServer.FilePart("file", File, Package)));
        await SendAsync(client, "POST", $"api/cloudsmith/packages/me/{channel}/upload/conda/", Json($$"""{"package_file":"{{file["identifier"]}}"}"""));
    }

    private static async Task S3InPartsAsync(HttpClient client, string channel)
    {
        var url = $"s3/{channel}/{Subdir}/{File}";
        if (XElement.Parse(await SendAsync(client, "POST", url + "?uploads", null)).Element("UploadId") is not { } id)
            return;
        await SendAsync(client, "PUT", $"{url}?partNumber=1&uploadId={id.Value}", Body());
        await SendAsync(client, "POST", $"{url}?uploadId={id.Value}", new StringContent("<CompleteMultipartUpload/>"));
    }

    private static async Task<string> SendAsync(HttpClient client, string method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var answer = await client.SendAsync(request, ServedInstance.Stop);
        Assert.True(answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.InternalServerError or HttpStatusCode.MethodNotAllowed), $"{method} {path}: {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync(ServedInstance.Stop);
    }

    private static ByteArrayContent Body() => ManagedServer.Bytes(Package);

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
