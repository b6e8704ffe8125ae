using System.Net;
using Hearth.Foundation.Hashing;

namespace Hearth.Server.Tests.Dialects;

/// <summary>Requests as rattler-build, JFrog's client and <c>curl -T</c> send them.</summary>
public sealed class ArtifactoryTests
{
    [Theory]
    [InlineData("/forge/linux-64/zlib-1.0-0.conda")]
    [InlineData("/artifactory/forge/linux-64/zlib-1.0-0.conda;build.name=ci;build.number=7")]
    public async Task A_put_publishes_at_its_address(string url)
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();

        var (status, body) = await ManagedServer.ReadAsync(await server.SendAsync(
            "PUT", url, ManagedServer.Bytes(package), ("Authorization", $"Bearer {server.Token}"), ("X-Checksum-Sha256", Sha256.Of(package).ToString()), ("X-Checksum-Md5", Md5.Of(package).ToString())));

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(Sha256.Of(package).ToString(), (string?)body!["checksums"]!["sha256"]);
        await server.AssertPublishedAsync(package);
        using var head = await server.SendAsync("HEAD", url.Split(';')[0]);
        Assert.Equal((HttpStatusCode.OK, package.Length), (head.StatusCode, head.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task A_put_below_a_label_publishes_under_it()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        using var response = await server.SendAsync("PUT", "/forge/label/dev/linux-64/zlib-1.0-0.conda", ManagedServer.Bytes(package));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        await server.AssertPublishedAsync(package, label: "dev");
    }

    [Fact]
    public async Task A_wrong_digest_a_wrong_subdir_and_a_deploy_by_checksum_are_refused()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();

        await ManagedServer.AssertRefusedAsync(
            await server.SendAsync("PUT", "/forge/linux-64/zlib-1.0-0.conda", ManagedServer.Bytes(package), ("X-Checksum-Sha256", new string('0', 64))), HttpStatusCode.UnprocessableEntity, "HRT4052");
        await ManagedServer.AssertRefusedAsync(await server.SendAsync("PUT", "/forge/osx-64/zlib-1.0-0.conda", ManagedServer.Bytes(package)), HttpStatusCode.UnprocessableEntity, "HRT4053");
        await ManagedServer.AssertRefusedAsync(
            await server.SendAsync("PUT", "/forge/linux-64/zlib-1.0-0.conda", ManagedServer.Bytes([]), ("X-Checksum-Deploy", "true")), HttpStatusCode.NotFound, "HRT4062");
        await server.AssertNothingPublishedAsync();
    }

    [Fact]
    public async Task Other_bytes_are_a_conflict_in_artifactorys_words()
    {
        await using var server = await ManagedServer.StartAsync();
        using var first = await server.SendAsync("PUT", "/forge/linux-64/zlib-1.0-0.conda", ManagedServer.Bytes(ManagedServer.Package()));
        var (status, body) = await ManagedServer.ReadAsync(await server.SendAsync("PUT", "/forge/linux-64/zlib-1.0-0.conda", ManagedServer.Bytes(ManagedServer.Package(content: "other"))));
        Assert.Equal((HttpStatusCode.Conflict, 409), (status, (int)body!["errors"]![0]!["status"]!));
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_then_404()
    {
        await using var server = await ManagedServer.StartAsync();
        using var put = await server.SendAsync("PUT", "/forge/linux-64/zlib-1.0-0.conda", ManagedServer.Bytes(ManagedServer.Package()));
        using var deleted = await server.SendAsync("DELETE", "/forge/linux-64/zlib-1.0-0.conda");
        using var again = await server.SendAsync("DELETE", "/forge/linux-64/zlib-1.0-0.conda");
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, again.StatusCode));
        await server.AssertNothingPublishedAsync();
    }

    [Fact]
    public async Task A_channel_that_is_not_there_is_404()
    {
        await using var server = await ManagedServer.StartAsync();
        await ManagedServer.AssertRefusedAsync(await server.SendAsync("PUT", "/none/linux-64/zlib-1.0-0.conda", ManagedServer.Bytes(ManagedServer.Package())), HttpStatusCode.NotFound, "HRT6021");
    }
}
