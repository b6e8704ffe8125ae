using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Foundation.Hashing;
using Hearth.Testing;

namespace Hearth.Server.Tests.Api;

public sealed class ArtifactsApiTests
{
    [Fact]
    public async Task What_is_published_can_be_installed_within_a_second()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Publisher);
        using var body = ServedInstance.Body(new TinyPackage("zlib"));

        using var answer = await client.PutAsync("api/v1/channels/forge/artifacts/linux-64/zlib-1.0-0.conda", body, ServedInstance.Stop);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var published = JsonNode.Parse(await answer.Content.ReadAsStringAsync(ServedInstance.Stop))!;
        var deadline = Environment.TickCount64 + 20_000;
        while ((await client.GetAsync("forge/linux-64/repodata.json", ServedInstance.Stop)).StatusCode == HttpStatusCode.NotFound && Environment.TickCount64 < deadline)
            await Task.Delay(20, ServedInstance.Stop);
        var repodata = JsonNode.Parse(await client.GetStringAsync("forge/linux-64/repodata.json", ServedInstance.Stop))!;
        Assert.Equal((string?)published["sha256"], (string?)repodata["packages.conda"]!["zlib-1.0-0.conda"]!["sha256"]);
        Assert.Equal((string?)published["sha256"], Sha256.Of(await client.GetByteArrayAsync("forge/linux-64/zlib-1.0-0.conda", ServedInstance.Stop)).ToString());
        // quetz serves the same below /get.
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("get/forge/linux-64/repodata.json", ServedInstance.Stop)).StatusCode);
    }

    [Theory]
    [InlineData("linux-64/..%2f..%2fetc%2fpasswd")]
    [InlineData("linux-64/zlib-1.0-0.conda%00")]
    [InlineData("..%2f..%2fx/zlib-1.0-0.conda")]
    [InlineData("linux-64/zlib.conda")]
    public async Task Path_tricks_are_refused_with_a_reason(string path)
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Publisher);
        using var body = ServedInstance.Body(new TinyPackage("zlib"));

        using var answer = await client.PutAsync("api/v1/channels/forge/artifacts/" + path, body, ServedInstance.Stop);

        Assert.InRange((int)answer.StatusCode, 400, 499);
        await server.AssertNothingIncomingAsync();
    }

    [Fact]
    public async Task Wrong_digests_and_broken_archives_leave_nothing_behind()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Publisher);
        using var body = ServedInstance.Body(new TinyPackage("zlib"));
        using var broken = new ByteArrayContent([1, 2, 3]);

        using var wrong = await client.PutAsync($"api/v1/channels/forge/artifacts/linux-64/zlib-1.0-0.conda?sha256={Sha256.Of("other"u8)}", body, ServedInstance.Stop);
        using var unreadable = await client.PutAsync("api/v1/channels/forge/artifacts/linux-64/zlib-1.0-0.conda", broken, ServedInstance.Stop);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal("HRT4052", (string?)JsonNode.Parse(await wrong.Content.ReadAsStringAsync(ServedInstance.Stop))!["code"]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unreadable.StatusCode);
        await server.AssertNothingIncomingAsync();
        Assert.Equal(0, server.Instance.Live.All[0].Channel.Bytes);
    }

    [Fact]
    public async Task A_token_for_some_names_publishes_no_others()
    {
        await using var server = await ServedInstance.StartAsync();
        var token = await server.Instance.Access.Tokens.CreateAsync(
            new TokenRequest { Grants = [new Grant { Channel = "forge", Role = Role.Publisher, Names = ["zl*"] }] }, "test", ServedInstance.Stop);
        await server.Instance.LiveAccess.RefreshAsync(ServedInstance.Stop);
        using var client = await server.ClientAsync();
        client.DefaultRequestHeaders.Add("X-API-Key", token.Text.Reveal());
        using var mine = ServedInstance.Body(new TinyPackage("zlib"));
        using var other = ServedInstance.Body(new TinyPackage("bzip2"));

        using var allowed = await client.PutAsync("api/v1/channels/forge/artifacts/linux-64/zlib-1.0-0.conda", mine, ServedInstance.Stop);
        using var refused = await client.PutAsync("api/v1/channels/forge/artifacts/linux-64/bzip2-1.0-0.conda", other, ServedInstance.Stop);

        Assert.Equal(HttpStatusCode.Created, allowed.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }
}
