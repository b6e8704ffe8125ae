using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Channels.Upkeep;
using Hearth.Testing;

[assembly: AssemblyFixture(typeof(S3Server))]

namespace Hearth.Server.Tests.BadDays;

/// <summary>The object storage is cut off or goes silent under a running server.</summary>
public sealed class BlobsAwayTests(S3Server s3)
{
    private static readonly TinyPackage First = new("zlib");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_without_its_blob_store_serves_what_it_holds_and_goes_on_when_it_is_back(bool isCut)
    {
        var bucket = await s3.BucketAsync();
        await using var link = new TroubledLink(s3.Endpoint.Port);
        await using var server = await ServedInstance.StartAsync(
            blobs: $"s3://{bucket}/away{isCut}",
            variables: name => name switch
            {
                "AWS_ENDPOINT_URL" => $"http://127.0.0.1:{link.Port}",
                "AWS_ACCESS_KEY_ID" => S3Server.AccessKey,
                "AWS_SECRET_ACCESS_KEY" => S3Server.SecretKey,
                _ => null,
            });
        using var client = await server.ClientAsync(Role.Publisher);
        await ServedInstance.PublishAndSeeAsync(client, First);
        await client.GetByteArrayAsync("forge/linux-64/zlib-1.0-0.conda", ServedInstance.Stop);

        if (isCut)
            link.Cut();
        else
            link.Silence();
        var watch = Stopwatch.StartNew();
        using var upload = await ServedInstance.PublishAsync(client, new TinyPackage("bzip2"));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(25));
        await AssertAwayAsync(upload);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("forge/linux-64/repodata.json", ServedInstance.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("forge/linux-64/zlib-1.0-0.conda", ServedInstance.Stop)).StatusCode);
        using var other = await client.GetAsync("forge/linux-64/run_exports.json", ServedInstance.Stop);
        await AssertAwayAsync(other);
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.Instance.Store.Incoming));
        link.Mend();

        await ServedInstance.PublishAndSeeAsync(client, new TinyPackage("bzip2"));
        var store = server.Instance.Store;
        Assert.Empty(await new ChannelCheck(store).RunAsync((await store.Catalog.ListAsync(ServedInstance.Stop))[0], readArtifacts: true, ServedInstance.Stop));
    }

    private static async Task AssertAwayAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ServedInstance.Stop)}");
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal("the store for files does not answer; nothing was changed", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(ServedInstance.Stop))!["message"]);
    }
}
