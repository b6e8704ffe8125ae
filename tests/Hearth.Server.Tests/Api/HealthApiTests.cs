using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Testing;

namespace Hearth.Server.Tests.Api;

public sealed class HealthApiTests
{
    [Fact]
    public async Task A_server_that_works_is_live_and_ready_for_anyone_who_asks()
    {
        await using var served = await ServedInstance.StartAsync();
        using var client = await served.ClientAsync();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("health/live", ServedInstance.Stop)).StatusCode);
        using var ready = await client.GetAsync("health/ready", ServedInstance.Stop);
        var document = JsonNode.Parse(await ready.Content.ReadAsStringAsync(ServedInstance.Stop))!;
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal(["database", "blobs", "views", "memory"], document["checks"]!.AsArray().Select(check => (string)check!["name"]!));
    }

    [Fact]
    public async Task A_server_whose_blobs_cannot_be_written_is_live_and_not_ready_and_says_why_without_naming_files()
    {
        using var folder = new TemporaryFolder();
        await using var instance = await ManagedInstance.OpenAsync(new InstanceOptions { Data = folder.Path }, ServedInstance.Stop);
        // Root may write everywhere, so a file takes the folder's place.
        Directory.Delete(folder.PathTo("blobs"));
        File.WriteAllText(folder.PathTo("blobs"), "");
        var checks = await instance.Readiness.AskAsync(ServedInstance.Stop);
        var failed = Assert.Single(checks, check => !check.Ok);
        Assert.Equal("blobs", failed.Name);
        Assert.DoesNotContain(folder.Path, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_tell_requests_uploads_and_waits_apart()
    {
        await using var served = await ServedInstance.StartAsync();
        using var client = await served.ClientAsync(Role.Publisher);
        using var body = ServedInstance.Body(new TinyPackage("zlib"));
        using var published = await client.PutAsync("api/v1/channels/forge/artifacts/zlib-1.0-0.conda", body, ServedInstance.Stop);
        Assert.Equal(HttpStatusCode.Created, published.StatusCode);
        await client.GetAsync("forge/noarch/no-such-file.json", ServedInstance.Stop);

        var metrics = await MetricsAsync(client);
        while (!metrics.Contains("hearth_visible_after_seconds_count 1", StringComparison.Ordinal))
        {
            await Task.Delay(50, ServedInstance.Stop);
            metrics = await MetricsAsync(client);
        }
        var lines = metrics.Split('\n');
        Assert.Contains("hearth_uploads_total{outcome=\"added\"} 1", lines);
        Assert.Contains("hearth_requests_total{kind=\"api\",status=\"201\"} 1", lines);
        Assert.Contains("hearth_requests_total{kind=\"document\",status=\"404\"} 1", lines);
        Assert.Contains("hearth_request_duration_seconds_count{kind=\"document\"} 1", lines);
        Assert.Contains("# TYPE hearth_visible_after_seconds histogram", lines);
        Assert.Contains("hearth_channels 1", lines);
        Assert.Contains(lines, line => line.StartsWith("hearth_jobs{state=\"waiting\"} ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("hearth_views_age_seconds ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("hearth_cache_hits_total ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_line_of_the_metrics_is_a_comment_or_a_sample()
    {
        await using var served = await ServedInstance.StartAsync();
        using var client = await served.ClientAsync();
        await MetricsAsync(client);
        var text = await MetricsAsync(client);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches("^(# (HELP|TYPE) hearth_[a-z_]+ .+|hearth_[a-z_]+(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*\\})? [-+.0-9E]+)$", line));
    }

    private static Task<string> MetricsAsync(HttpClient client) => client.GetStringAsync("metrics", ServedInstance.Stop);
}
