using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;

namespace Hearth.Server.Tests.Api;

public sealed class JobsApiTests
{
    [Fact]
    public async Task A_job_that_was_added_is_done_by_the_server_and_can_be_looked_at()
    {
        await using var served = await ServedInstance.StartAsync();
        using var client = await served.ClientAsync(Role.Admin);
        using var added = await client.PostAsync("api/v1/jobs", ServedInstance.Json("""{"kind":"channel-check","channel":"forge"}"""), ServedInstance.Stop);
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var job = await ReadAsync(added);
        while ((string)job["state"]! is "waiting" or "running")
        {
            await Task.Delay(50, ServedInstance.Stop);
            using var shown = await client.GetAsync($"api/v1/jobs/{job["id"]}", ServedInstance.Stop);
            job = await ReadAsync(shown);
        }
        Assert.Equal(("done", "1 channels are right"), ((string)job["state"]!, (string)job["message"]!));
        using var list = await client.GetAsync("api/v1/jobs?state=done", ServedInstance.Stop);
        Assert.Contains((await ReadAsync(list))["jobs"]!.AsArray(), listed => (long)listed!["id"]! == (long)job["id"]!);
        using var again = await client.PostAsync($"api/v1/jobs/{job["id"]}/cancel", content: null, ServedInstance.Stop);
        Assert.Equal((HttpStatusCode.Conflict, "HRT4122"), (again.StatusCode, (string)(await ReadAsync(again))["code"]!));
    }

    [Theory]
    [InlineData("""{"kind":"coffee"}""")]
    [InlineData("""{"kind":"folder-import","channel":"forge"}""")]
    public async Task What_is_no_job_is_refused(string body)
    {
        await using var served = await ServedInstance.StartAsync();
        using var client = await served.ClientAsync(Role.Admin);
        using var answer = await client.PostAsync("api/v1/jobs", ServedInstance.Json(body), ServedInstance.Stop);
        Assert.Equal((HttpStatusCode.BadRequest, "HRT4123"), (answer.StatusCode, (string)(await ReadAsync(answer))["code"]!));
    }

    [Fact]
    public async Task A_job_that_is_not_there_is_not_found()
    {
        await using var served = await ServedInstance.StartAsync();
        using var client = await served.ClientAsync(Role.Admin);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("api/v1/jobs/77", ServedInstance.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync("api/v1/jobs/x/retry", content: null, ServedInstance.Stop)).StatusCode);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync(ServedInstance.Stop))!;
}
