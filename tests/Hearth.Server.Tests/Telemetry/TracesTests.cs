using System.Net;
using Hearth.Channels.Access;
using Hearth.Server.Hosting;
using Hearth.Testing;

namespace Hearth.Server.Tests.Telemetry;

public sealed class TracesTests
{
    private const string Sender = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task An_upload_and_what_follows_from_it_arrive_at_the_collector_as_spans()
    {
        await using var collector = new TraceCollector();
        string token;
        await using (var server = await ServedInstance.StartAsync(options: new ServeOptions { OtlpEndpoint = collector.Address }))
        {
            token = await server.TokenAsync(Role.Publisher);
            using var client = await server.ClientAsync();
            using var upload = new HttpRequestMessage(HttpMethod.Put, "api/v1/channels/forge/artifacts/linux-64/zlib-1.0-0.conda") { Content = ServedInstance.Body(new TinyPackage("zlib")) };
            upload.Headers.Add("traceparent", $"00-{Sender}-b7ad6b7169203331-01");
            upload.Headers.Authorization = new("Bearer", token);
            using var answer = await client.SendAsync(upload, ServedInstance.Stop);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            await ServedInstance.SeeAsync(client, $"t/{token}/forge/linux-64/repodata.json", "zlib");
        }

        // Stopping sends what is left.
        var spans = collector.Spans.ToList();
        var request = Assert.Single(spans, span => span.Trace == Sender && span.Parent == "b7ad6b7169203331");
        Assert.Equal("PUT /api/v1/channels/{channel}/artifacts/{subdir}/{file}", request.Name);
        Assert.Equal("/api/v1/channels/forge/artifacts/linux-64/zlib-1.0-0.conda", request.Attributes["url.path"]);
        foreach (var part in (string[])["receive", "door", "put blob", "transaction"])
            Assert.Equal((part, request.Id), (part, Assert.Single(spans, span => span.Trace == Sender && span.Name == part).Parent));
        Assert.Contains(spans, span => span.Name == "publish shards");
        Assert.Contains(spans, span => span.Name == "publish documents");
        Assert.Contains(spans, span => span.Name == "GET document");
        Assert.DoesNotContain(spans, span => span.Attributes.Values.Append(span.Name).Any(text => text.Contains(token, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_collector_that_is_away_disturbs_nobody()
    {
        await using var server = await ServedInstance.StartAsync(options: new ServeOptions { OtlpEndpoint = new Uri("http://127.0.0.1:1") });
        using var client = await server.ClientAsync(Role.Publisher);

        await ServedInstance.PublishAndSeeAsync(client, new TinyPackage("zlib"));
    }
}
