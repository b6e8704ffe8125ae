using System.Net;
using Hearth.Channels.Access;
using Hearth.Server.Hosting;
using Hearth.Testing;

namespace Hearth.Server.Tests.Managed;

public sealed class ArtifactRedirectTests(S3Server s3)
{
    private const string Artifact = "forge/linux-64/zlib-1.0-0.conda";

    [Fact]
    public async Task Requests_for_artifacts_are_sent_on_to_the_object_store_where_that_is_set()
    {
        await using var server = await StartAsync(new ServeOptions { RedirectsArtifacts = true }, isPrivate: true);
        using var client = await server.ClientAsync(Role.Publisher);
        var package = new TinyPackage("zlib");
        package.Index["subdir"] = "linux-64";
        await ServedInstance.PublishAndSeeAsync(client, package);

        using var answer = await client.GetAsync(Artifact, ServedInstance.Stop);
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Artifact), ServedInstance.Stop);
        using var document = await client.GetAsync("forge/linux-64/repodata.json", ServedInstance.Stop);
        using var absent = await client.GetAsync("forge/linux-64/zlib-9.9-0.conda", ServedInstance.Stop);
        using var stranger = await server.ClientAsync();
        using var refused = await stranger.GetAsync(Artifact, ServedInstance.Stop);

        Assert.Equal((HttpStatusCode.Found, "no-store"), (answer.StatusCode, answer.Headers.CacheControl?.ToString()));
        // The address is enough: the store does not know our tokens.
        using var anyone = new HttpClient();
        var bytes = await anyone.GetByteArrayAsync(answer.Headers.Location, ServedInstance.Stop);
        Assert.Equal(head.Content.Headers.ContentLength, bytes.Length);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (head.StatusCode, document.StatusCode));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Unauthorized), (absent.StatusCode, refused.StatusCode));
    }

    [Fact]
    public async Task Without_the_setting_the_server_sends_the_bytes_itself()
    {
        await using var server = await StartAsync(new ServeOptions());
        using var client = await server.ClientAsync(Role.Publisher);
        await ServedInstance.PublishAndSeeAsync(client, new TinyPackage("zlib"));

        using var answer = await client.GetAsync(Artifact, ServedInstance.Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<ServedInstance> StartAsync(ServeOptions options, bool isPrivate = false)
    {
        var bucket = await s3.BucketAsync();
        return await ServedInstance.StartAsync(isPrivate, blobs: $"s3://{bucket}/{Guid.NewGuid():n}", options: options, variables: name => name switch
        {
            "AWS_ENDPOINT_URL" => s3.Endpoint.ToString(),
            "AWS_ACCESS_KEY_ID" => S3Server.AccessKey,
            "AWS_SECRET_ACCESS_KEY" => S3Server.SecretKey,
            "AWS_REGION" => "us-east-1",
            _ => null,
        });
    }
}
