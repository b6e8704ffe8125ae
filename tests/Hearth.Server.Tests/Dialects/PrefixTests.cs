using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Foundation.Hashing;

namespace Hearth.Server.Tests.Dialects;

/// <summary>Requests as rattler-build sends them to Prefix.</summary>
public sealed class PrefixTests
{
    private const string Url = "/api/v1/upload/forge";

    [Fact]
    public async Task A_form_with_a_file_is_published()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        using var response = await server.SendAsync("POST", Url, ManagedServer.Form(File(package)), ("Authorization", $"Bearer {server.Token}"));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        await server.AssertPublishedAsync(package);
    }

    [Fact]
    public async Task An_attestation_is_kept_and_given_out_beside_the_artifact()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        var bundle = Bundle("zlib-1.0-0.conda", Sha256.Of(package));

        using var response = await server.SendAsync("POST", Url, ManagedServer.Form(File(package), ManagedServer.Field("attestation", bundle)));
        var (_, list) = await server.JsonAsync("GET", "/forge/linux-64/zlib-1.0-0.conda.attestation.json");
        var (none, _) = await server.JsonAsync("GET", "/forge/linux-64/other-1.0-0.conda.attestation.json");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(bundle), Assert.Single(list!.AsArray())));
        Assert.Equal(HttpStatusCode.NotFound, none);
    }

    [Fact]
    public async Task An_attestation_of_something_else_is_422_and_nothing_is_published()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        foreach (var bundle in (string[])[Bundle("zlib-1.0-0.conda", Sha256.Of("other"u8)), Bundle("other-1.0-0.conda", Sha256.Of(package)), "{}", "no JSON"])
            await ManagedServer.AssertRefusedAsync(await server.SendAsync("POST", Url, ManagedServer.Form(File(package), ManagedServer.Field("attestation", bundle))), HttpStatusCode.UnprocessableEntity, "HRT4064");
        await server.AssertNothingPublishedAsync();
    }

    [Fact]
    public async Task Other_bytes_are_409_and_a_wrong_digest_422()
    {
        await using var server = await ManagedServer.StartAsync();
        var (package, other) = (ManagedServer.Package(), ManagedServer.Package(content: "other"));
        using var first = await server.SendAsync("POST", Url, ManagedServer.Form(File(package)));
        await ManagedServer.AssertRefusedAsync(await server.SendAsync("POST", Url, ManagedServer.Form(File(other))), HttpStatusCode.Conflict, "HRT4060");
        await ManagedServer.AssertRefusedAsync(await server.SendAsync("POST", Url, ManagedServer.Form(File(other, Sha256.Of(package)))), HttpStatusCode.UnprocessableEntity, "HRT4052");
        await ManagedServer.AssertRefusedAsync(await server.SendAsync("POST", "/api/v1/upload/none", ManagedServer.Form(File(package))), HttpStatusCode.NotFound, "HRT6021");
    }

    [Fact]
    public async Task A_path_in_the_file_name_is_refused()
    {
        await using var server = await ManagedServer.StartAsync();
        await ManagedServer.AssertRefusedAsync(
            await server.SendAsync("POST", Url, ManagedServer.Form(File(ManagedServer.Package(), name: "../zlib-1.0-0.conda"))), HttpStatusCode.BadRequest, "HRT4050");
        await server.AssertNothingPublishedAsync();
    }

    private static (string Headers, byte[] Body) File(byte[] package, Sha256? announced = null, string name = "zlib-1.0-0.conda") => (
        $"Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\nContent-Length: {package.Length}\r\n"
        + $"X-File-Name: {name}\r\nX-File-SHA256: {announced ?? Sha256.Of(package)}",
        package);

    private static string Bundle(string file, Sha256 digest)
    {
        var statement = $$$"""{"_type":"https://in-toto.io/Statement/v1","predicateType":"https://schemas.conda.org/attestations-publish-1.schema.json","subject":[{"name":"{{{file}}}","digest":{"sha256":"{{{digest}}}"}}]}""";
        return $$$"""{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","dsseEnvelope":{"payload":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(statement))}}}","payloadType":"application/vnd.in-toto+json","signatures":[]}}""";
    }
}
