using System.Text;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Oci;

namespace Hearth.Mirrors.Tests.Oci;

public sealed class RegistryTests : IDisposable
{
    private const string Repository = "channels/forge/noarch/a";

    private static readonly BlobSource Blob = BlobSource.Of(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1000))));

    private readonly TestRegistry _server = new();
    private readonly List<Registry> _opened = [];

    private static CancellationToken Stop => MirrorStore.Stop;

    private static string Key => $"{Repository}@{OciDescriptor.Text(Blob.Digest)}";

    public void Dispose()
    {
        _opened.ForEach(registry => registry.Dispose());
        _server.Dispose();
    }

    [Fact]
    public async Task A_blob_is_sent_in_two_requests_and_read_back()
    {
        var registry = Open();
        Assert.Equal(Blob.Size, await registry.PutBlobAsync(Repository, Blob, from: null, Stop));
        Assert.Equal(2, _server.Asked.Count);
        Assert.True(await registry.HasBlobAsync(Repository, Blob.Digest, Stop));
        Assert.False(await registry.HasBlobAsync(Repository, Sha256.Of("other"u8), Stop));
        Assert.Equal(_server.Blobs[Key], await ReadAsync(registry));
    }

    [Fact]
    public async Task A_blob_that_another_repository_has_does_not_travel()
    {
        var registry = Open();
        await registry.PutBlobAsync("channels/other", Blob, from: null, Stop);
        Assert.Equal(0, await registry.PutBlobAsync(Repository, Blob, from: "channels/other", Stop));
        Assert.True(_server.Blobs.ContainsKey(Key));
        // Where the other has it not after all, it is sent.
        _server.Blobs.Clear();
        Assert.Equal(Blob.Size, await registry.PutBlobAsync(Repository, Blob, from: "channels/other", Stop));
    }

    [Fact]
    public async Task A_large_blob_goes_in_chunks_and_a_chunk_that_failed_goes_again()
    {
        var registry = Open(uploads: new RegistryUploads { ChunkAbove = 1000, ChunkSize = 500 });
        _server.Misbehave = (context, request, count) =>
        {
            if (!request.StartsWith("PATCH", StringComparison.Ordinal) || count != 2)
                return false;
            return Answers(context, 500, "UNKNOWN");
        };
        await registry.PutBlobAsync(Repository, Blob, from: null, Stop);
        Assert.Equal(Blob.Digest, Sha256.Of(_server.Blobs[Key]));
        Assert.Contains(_server.Asked, request => request.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_upload_that_the_registry_lost_is_begun_anew()
    {
        _server.Misbehave = (context, request, count) => request.StartsWith("PUT", StringComparison.Ordinal) && request.EndsWith("/1", StringComparison.Ordinal) && Answers(context, 404, "BLOB_UPLOAD_UNKNOWN");
        await Open().PutBlobAsync(Repository, Blob, from: null, Stop);
        Assert.True(_server.Blobs.ContainsKey(Key));
    }

    [Fact]
    public async Task A_blob_that_arrived_although_the_answer_was_an_error_is_not_sent_twice()
    {
        _server.Misbehave = (context, request, _) =>
        {
            if (!request.StartsWith("PUT", StringComparison.Ordinal))
                return false;
            _server.Blobs[Key] = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1000)));
            return Answers(context, 500, "UNKNOWN");
        };
        Assert.Equal(0, await Open().PutBlobAsync(Repository, Blob, from: null, Stop));
        Assert.Single(_server.Asked, request => request.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rate_limit_is_waited_out()
    {
        _server.Misbehave = (context, request, count) =>
        {
            if (count > 1 || request.EndsWith("/2", StringComparison.Ordinal))
                return false;
            context.Response.Headers["Retry-After"] = "0";
            return Answers(context, 429, "TOOMANYREQUESTS");
        };
        await Open().PutBlobAsync(Repository, Blob, from: null, Stop);
        Assert.True(_server.Blobs.ContainsKey(Key));
    }

    [Fact]
    public async Task A_registry_that_stays_away_is_named_and_so_is_one_that_refuses()
    {
        _server.Misbehave = (context, _, _) => Answers(context, 503, "UNAVAILABLE");
        Assert.Equal(MirrorDiagnostics.Unavailable, await ProblemAsync(Open()));
        _server.Misbehave = (context, _, _) => Answers(context, 405, "UNSUPPORTED");
        Assert.Equal(MirrorDiagnostics.RegistryRefuses, await ProblemAsync(Open()));
    }

    [Fact]
    public async Task A_token_is_asked_for_once_and_again_when_it_has_ended()
    {
        _server.Login = "robot:secret";
        var registry = Open(RegistryLogin.Of("robot:secret"));
        await registry.PutBlobAsync(Repository, Blob, from: null, Stop);
        Assert.Single(_server.Asked, request => request.StartsWith("GET /token", StringComparison.Ordinal));
        Assert.Contains(_server.Asked, request => request.Contains(Uri.EscapeDataString($"repository:{Repository}:pull,push"), StringComparison.Ordinal));

        // It expires earlier than it was said to.
        _server.Token = "second";
        await registry.PutBlobAsync(Repository, BlobSource.Of("another"u8.ToArray()), from: null, Stop);
        Assert.Equal(2, _server.Asked.Count(request => request.StartsWith("GET /token", StringComparison.Ordinal)));
        Assert.Equal("Bearer second", _server.Credentials.Last());
    }

    [Fact]
    public async Task A_registry_may_want_user_and_password_themselves()
    {
        (_server.Login, _server.WantsBasic) = ("robot:secret", true);
        await Open(RegistryLogin.Of("robot:secret")).PutBlobAsync(Repository, Blob, from: null, Stop);
        Assert.True(_server.Blobs.ContainsKey(Key));
        Assert.Equal(MirrorDiagnostics.RegistryLogin, await ProblemAsync(Open(RegistryLogin.Of("robot:wrong"))));
    }

    [Fact]
    public async Task Without_the_right_credential_the_problem_says_so_and_holds_no_secret()
    {
        _server.Login = "robot:secret";
        Assert.Equal(MirrorDiagnostics.RegistryLogin, await ProblemAsync(Open()));
        var refused = await Assert.ThrowsAsync<BadInputException>(() => Open(RegistryLogin.Of("robot:wr0ng")).PutBlobAsync(Repository, Blob, from: null, Stop));
        Assert.DoesNotContain("wr0ng", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_service_elsewhere_is_asked_only_if_it_is_named()
    {
        (_server.Login, _server.Realm) = ("robot:secret", "http://localhost:1/token");
        Assert.Equal(MirrorDiagnostics.HostNotNamed, await ProblemAsync(Open(RegistryLogin.Of("robot:secret"))));
    }

    [Fact]
    public async Task Neither_uploads_nor_redirects_lead_to_other_hosts()
    {
        _server.Misbehave = (context, request, _) =>
        {
            context.Response.Headers["Location"] = "http://localhost:1/elsewhere";
            return Answers(context, request.StartsWith("POST", StringComparison.Ordinal) ? 202 : 307);
        };
        Assert.Equal(MirrorDiagnostics.HostNotNamed, await ProblemAsync(Open()));
        Assert.Equal(MirrorDiagnostics.HostNotNamed, (await Assert.ThrowsAsync<BadInputException>(() => Open().OpenBlobAsync(Repository, Blob.Digest, Stop))).Diagnostics[0].Kind);
    }

    [Fact]
    public async Task A_blob_whose_connection_breaks_goes_on_where_it_broke()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1000)));
        _server.Blobs[Key] = bytes;
        _server.Misbehave = (context, request, count) =>
        {
            if (count > 1)
                return false;
            TestRegistry.Give(context, bytes, breakAfter: 700);
            return true;
        };
        Assert.Equal(bytes, await ReadAsync(Open()));
    }

    [Fact]
    public async Task Tags_come_page_by_page()
    {
        for (var number = 0; number < 8; number++)
            _server.Manifests[$"{Repository}:t{number}"] = [];
        Assert.Equal(Enumerable.Range(0, 8).Select(number => $"t{number}"), await Open().TagsAsync(Repository, Stop));
        Assert.Empty(await Open().TagsAsync("channels/nothing", Stop));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""{"layers":null,"config":null}""")]
    public async Task What_is_no_manifest_is_told(string text)
    {
        _server.Manifests[$"{Repository}:1-0"] = Encoding.UTF8.GetBytes(text);
        var refused = await Assert.ThrowsAsync<BadInputException>(() => Open().ManifestAsync(Repository, "1-0", Stop));
        Assert.Equal(MirrorDiagnostics.NotWhatItSays, refused.Diagnostics[0].Kind);
    }

    [Fact]
    public async Task A_manifest_of_another_digest_or_without_an_end_is_told()
    {
        _server.Manifests[$"{Repository}:{OciDescriptor.Text(Blob.Digest)}"] = "{}"u8.ToArray();
        _server.Manifests[$"{Repository}:1-0"] = new byte[OciManifest.MaxSize + 1];
        foreach (var reference in (string[])[OciDescriptor.Text(Blob.Digest), "1-0"])
            Assert.Equal(MirrorDiagnostics.NotWhatItSays, (await Assert.ThrowsAsync<BadInputException>(() => Open().ManifestAsync(Repository, reference, Stop))).Diagnostics[0].Kind);
    }

    [Fact]
    public void Credentials_of_other_tools_are_found_in_their_file()
    {
        using var folder = new Testing.TemporaryFolder();
        var file = folder.PathTo("auth.json");
        File.WriteAllText(file, """{"auths":{"registry.example.org":{"auth":"AUTH"},"other":{}}}""".Replace("AUTH", Convert.ToBase64String("robot:se:cret"u8), StringComparison.Ordinal));
        Assert.Equal(new RegistryLogin("robot", "se:cret"), RegistryLogin.Find("registry.example.org", name => name == "REGISTRY_AUTH_FILE" ? file : null));
        Assert.Null(RegistryLogin.Find("other", name => name == "REGISTRY_AUTH_FILE" ? file : null));
        Assert.Null(RegistryLogin.Find("registry.example.org", _ => null));
        File.WriteAllText(file, "{");
        Assert.Throws<BadInputException>(() => RegistryLogin.Find("registry.example.org", name => name == "REGISTRY_AUTH_FILE" ? file : null));
    }

    private static bool Answers(System.Net.HttpListenerContext context, int status, string? code = null)
    {
        TestRegistry.Answer(context, status, code);
        return true;
    }

    private static async Task<DiagnosticKind> ProblemAsync(Registry registry) =>
        (await Assert.ThrowsAsync<BadInputException>(() => registry.PutBlobAsync(Repository, Blob, from: null, Stop))).Diagnostics[0].Kind;

    private static async Task<byte[]> ReadAsync(Registry registry)
    {
        await using var opened = (await registry.OpenBlobAsync(Repository, Blob.Digest, Stop))!;
        using var copy = new MemoryStream();
        await opened.Content.CopyToAsync(copy, Stop);
        return copy.ToArray();
    }

    private Registry Open(RegistryLogin? login = null, RegistryUploads? uploads = null)
    {
        var registry = new Registry(_server.Address(), MirrorStore.Quick with { Attempts = 3 }, login, TimeProvider.System, uploads);
        _opened.Add(registry);
        return registry;
    }
}
