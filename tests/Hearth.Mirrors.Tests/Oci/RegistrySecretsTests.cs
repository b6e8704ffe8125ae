using System.Net;
using System.Text;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Oci;

namespace Hearth.Mirrors.Tests.Oci;

/// <summary>A registry that names addresses with passwords and signatures: what is said of it has none of them.</summary>
public sealed class RegistrySecretsTests : IDisposable
{
    private const string Secret = "hunter2";
    private const string Repository = "channels/forge/noarch/a";

    private static readonly BlobSource Blob = BlobSource.Of("blob"u8.ToArray());

    private readonly TestRegistry _server = new();

    private static CancellationToken Stop => MirrorStore.Stop;

    public void Dispose() => _server.Dispose();

    public static TheoryData<string> Elsewhere =>
    [
        $"http://me:{Secret}@elsewhere.example/t/{Secret}/blob?X-Amz-Signature={Secret}",
        $"ftp://me:{Secret}@HOST/blob?token={Secret}",
        $"//me:{Secret}@elsewhere.example/blob",
    ];

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public async Task It_sends_on_to_an_address_with_a_secret(string location) =>
        AssertTold(MirrorDiagnostics.HostNotNamed, await ProblemAsync("GET", location, async registry => await registry.OpenBlobAsync(Repository, Blob.Digest, Stop)), "***@");

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public async Task It_wants_a_blob_at_an_address_with_a_secret(string location) =>
        AssertTold(MirrorDiagnostics.HostNotNamed, await ProblemAsync("POST", location, registry => registry.PutBlobAsync(Repository, Blob, from: null, Stop)), "***@");

    [Fact]
    public async Task It_sends_on_without_end() => AssertTold(
        MirrorDiagnostics.NotWhatItSays,
        await ProblemAsync("GET", $"http://me:{Secret}@HOST/v2/t/{Secret}/round?X-Amz-Signature={Secret}", async registry => await registry.OpenBlobAsync(Repository, Blob.Digest, Stop)),
        "***@");

    [Fact]
    public async Task The_next_page_of_tags_is_at_an_address_with_a_secret()
    {
        foreach (var tag in (string[])["a", "b", "c", "d"])
            _server.Manifests[$"{Repository}:{tag}"] = [];
        _server.Misbehave = (context, _, _) =>
        {
            context.Response.Headers["Link"] = $"<http://me:{Secret}@elsewhere.example/tags?token={Secret}>; rel=\"next\"";
            TestRegistry.Give(context, Encoding.UTF8.GetBytes("""{"tags":["a"]}"""));
            return true;
        };
        AssertTold(MirrorDiagnostics.HostNotNamed, await TroubleAsync(registry => registry.TagsAsync(Repository, Stop)), "***@");
    }

    [Theory]
    [InlineData("http://me:hunter2@elsewhere.example/token?key=hunter2")]
    [InlineData("ftp://me:hunter2@elsewhere.example/token")]
    [InlineData("http://me:hunter2@HOST/refuses?key=hunter2")]
    [InlineData("http://me:hunter2@HOST/nonsense?key=hunter2")]
    public async Task Its_token_service_is_at_an_address_with_a_secret(string realm)
    {
        _server.Login = "robot:right";
        _server.Realm = realm.Replace("HOST", _server.Host, StringComparison.Ordinal);
        _server.Misbehave = (context, request, _) =>
        {
            if (request == "GET /nonsense")
                TestRegistry.Give(context, "<html>"u8.ToArray());
            else if (request == "GET /refuses")
                TestRegistry.Answer(context, 403);
            return request is "GET /nonsense" or "GET /refuses";
        };
        AssertTold(null, await TroubleAsync(async registry => await registry.HasBlobAsync(Repository, Blob.Digest, Stop)), "");
    }

    [Theory]
    [InlineData(403)]
    [InlineData(409)]
    [InlineData(503)]
    public async Task Its_own_words_name_an_address_with_a_secret(int status)
    {
        _server.Misbehave = (context, _, _) =>
        {
            context.Response.StatusCode = status;
            TestRegistry.Give(context, Encoding.UTF8.GetBytes($$"""{"errors":[{"code":"DENIED","message":"see https://me:{{Secret}}@h/?sig={{Secret}}, or 'https://h/t/{{Secret}}/'"}]}"""));
            return true;
        };
        AssertTold(null, await TroubleAsync(async registry => await registry.ManifestAsync(Repository, "1.0", Stop)), "https://***@h/?sig=***");
    }

    private async Task<Exception> ProblemAsync(string method, string location, Func<Registry, Task> ask)
    {
        _server.Misbehave = (context, request, _) =>
        {
            if (!request.StartsWith(method, StringComparison.Ordinal))
                return false;
            context.Response.Headers[HttpResponseHeader.Location] = location.Replace("HOST", _server.Host, StringComparison.Ordinal);
            TestRegistry.Answer(context, method == "POST" ? 202 : 307);
            return true;
        };
        return await TroubleAsync(ask);
    }

    private async Task<Exception> TroubleAsync(Func<Registry, Task> ask)
    {
        using var registry = new Registry(_server.Address(), MirrorStore.Quick, RegistryLogin.Of("robot:right"), TimeProvider.System);
        return await Assert.ThrowsAsync<BadInputException>(() => ask(registry));
    }

    private static void AssertTold(DiagnosticKind? kind, Exception told, string mask)
    {
        Assert.DoesNotContain(Secret, told.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, string.Join('\n', ((BadInputException)told).Diagnostics), StringComparison.Ordinal);
        Assert.Contains(mask, string.Join('\n', ((BadInputException)told).Diagnostics), StringComparison.Ordinal);
        if (kind is not null)
            Assert.Equal(kind, ((BadInputException)told).Diagnostics[0].Kind);
    }
}
