using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Log;
using Hearth.Foundation.Hashing;

namespace Hearth.Server.Tests.Dialects;

/// <summary>Requests as conda-forge's feedstocks send them after uploading to staging, and the queue that follows.</summary>
public sealed class FeedstockOutputsTests
{
    private const string Hook = "/api/v1/channels/forge/feedstock-outputs";
    private const string Queue = "/api/v1/channels/forge/submissions";
    private static readonly ChannelSettings Production = new() { Staging = "other" };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Outputs_are_copied_from_staging_with_either_digest(bool sha256)
    {
        await using var server = await ManagedServer.StartAsync(Production);
        var package = await StageAsync(server);
        var (validated, _) = await AskAsync(server, "validate", package, sha256);
        await server.AssertNothingPublishedAsync();

        var (status, answer) = await AskAsync(server, "copy", package, sha256);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (validated, status));
        Assert.True((bool)answer["copied"]!["linux-64/zlib-1.0-0.conda"]!);
        Assert.Empty(answer["errors"]!.AsArray());
        await server.AssertPublishedAsync(package);
    }

    [Fact]
    public async Task A_refusal_lists_every_reason()
    {
        await using var server = await ManagedServer.StartAsync(Production with
        {
            Names = ["lib*"],
            Outputs = new Dictionary<string, IReadOnlyList<string>> { ["zl*"] = ["zlib-ng"] },
        });
        await StageAsync(server);
        var (status, answer) = await AskAsync(server, "copy", ManagedServer.Package(content: "other"), sha256: true);

        Assert.Equal((HttpStatusCode.Forbidden, false), (status, (bool)answer["valid"]!["linux-64/zlib-1.0-0.conda"]!));
        foreach (var code in (string[])["HRT4052", "HRT4057", "HRT4058"])
            Assert.Contains(answer["errors"]!.AsArray(), error => ((string)error!).Contains(code, StringComparison.Ordinal));
        await server.AssertNothingPublishedAsync();
    }

    [Fact]
    public async Task What_staging_does_not_have_is_refused_and_so_is_a_channel_without_staging()
    {
        await using var server = await ManagedServer.StartAsync(Production);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(server, "copy", ManagedServer.Package(), sha256: true)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(server, "copy", ManagedServer.Package(), sha256: true, "other")).Status);
    }

    [Fact]
    public async Task A_person_approves_where_the_channel_wants_one()
    {
        await using var server = await ManagedServer.StartAsync(Production with { NeedsApproval = true });
        var package = await StageAsync(server);

        var (_, first) = await AskAsync(server, "copy", package, sha256: true);
        var (_, second) = await AskAsync(server, "copy", package, sha256: true);
        await server.AssertNothingPublishedAsync();
        var id = (long)Assert.Single((await server.JsonAsync("GET", $"{Queue}?state=waiting")).Body!["submissions"]!.AsArray())!["id"]!;
        Assert.Equal((id, id), ((long)first["waiting"]!["linux-64/zlib-1.0-0.conda"]!, (long)second["waiting"]!["linux-64/zlib-1.0-0.conda"]!));
        var (status, decided) = await server.JsonAsync("POST", $"{Queue}/{id}/approve", """{"reason": "looked at it"}""");

        Assert.Equal((HttpStatusCode.OK, "published"), (status, (string?)decided!["state"]));
        Assert.StartsWith("token:", (string)decided["decider"]!, StringComparison.Ordinal);
        Assert.Equal("looked at it", (string?)decided["reason"]);
        await server.AssertPublishedAsync(package);
        Assert.Equal(HttpStatusCode.Conflict, (await server.JsonAsync("POST", $"{Queue}/{id}/reject")).Status);
        Assert.Contains((await server.JsonAsync("GET", "/api/v1/channels/forge/changes")).Body!["changes"]!.AsArray(), change => (string?)change!["kind"] == "submission.decided");
    }

    [Fact]
    public async Task A_person_rejects_and_nothing_is_published()
    {
        await using var server = await ManagedServer.StartAsync(Production with { NeedsApproval = true });
        var package = await StageAsync(server);
        var submission = $$"""{"subdir": "linux-64", "file": "zlib-1.0-0.conda", "sha256": "{{Sha256.Of(package)}}"}""";
        var (created, waiting) = await server.JsonAsync("POST", Queue, submission);
        var (_, rejected) = await server.JsonAsync("POST", $"{Queue}/{waiting!["id"]}/reject", """{"reason": "no"}""");
        Assert.Equal((HttpStatusCode.Created, "waiting", "rejected"), (created, (string?)waiting["state"], (string?)rejected!["state"]));
        Assert.Equal(HttpStatusCode.NotFound, (await server.JsonAsync("GET", $"{Queue}/99")).Status);
        await server.AssertNothingPublishedAsync();
    }

    [Fact]
    public async Task What_changed_in_staging_while_it_waited_is_not_published()
    {
        await using var server = await ManagedServer.StartAsync(Production with { NeedsApproval = true });
        var (_, answer) = await AskAsync(server, "copy", await StageAsync(server), sha256: true);
        using var deleted = await server.SendAsync("DELETE", "/other/linux-64/zlib-1.0-0.conda");
        using var replaced = await server.SendAsync("PUT", "/other/linux-64/zlib-1.0-0.conda", ManagedServer.Bytes(ManagedServer.Package(content: "other")));

        var (_, decided) = await server.JsonAsync("POST", $"{Queue}/{answer["waiting"]!["linux-64/zlib-1.0-0.conda"]}/approve");

        Assert.Equal(("failed", "HRT4052"), ((string?)decided!["state"], (string?)decided["problems"]![0]!["code"]));
        await server.AssertNothingPublishedAsync();
    }

    private static async Task<byte[]> StageAsync(ManagedServer server)
    {
        var package = ManagedServer.Package();
        using var put = await server.SendAsync("PUT", "/other/linux-64/zlib-1.0-0.conda", ManagedServer.Bytes(package));
        return package;
    }

    private static async Task<(HttpStatusCode Status, JsonNode Answer)> AskAsync(ManagedServer server, string verb, byte[] package, bool sha256, string channel = "forge")
    {
        var digest = sha256 ? Sha256.Of(package).ToString() : Md5.Of(package).ToString();
        var type = sha256 ? ", \"hash_type\": \"sha256\", \"provider\": \"azure\"" : "";
        var outputs = $$"""{"linux-64/zlib-1.0-0.conda": "{{digest}}"}""";
        var wish = $$"""{"feedstock": "zlib-feedstock", "outputs": {{outputs}}, "channel": "main", "comment_on_error": true{{type}} }""";
        var (status, answer) = await server.JsonAsync("POST", Hook.Replace("forge", channel, StringComparison.Ordinal) + "/" + verb, wish, ("FEEDSTOCK_TOKEN", server.Token));
        return (status, answer!);
    }
}
