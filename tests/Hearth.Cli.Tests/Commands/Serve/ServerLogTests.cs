using System.Net.Http.Headers;
using System.Text.Json;
using Hearth.Channels.Access;
using Hearth.Cli.Commands.Serve;
using Hearth.Server;
using Hearth.Server.Hosting;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Serve;

public sealed class ServerLogTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void An_answer_is_one_json_object()
    {
        var lines = new StringWriter();
        new ServerLog(lines, isJson: true, new Clock()).Write(new Answer("r1", "GET", "/forge/\"odd\"", 200, 12, TimeSpan.FromMilliseconds(1.5)));
        Assert.Equal(
            """{"time":"2026-03-04T12:00:00Z","level":"info","event":"answer","request_id":"r1","method":"GET","path":"/forge/\u0022odd\u0022","status":200,"bytes":12,"duration_ms":1.5}""",
            Assert.Single(lines.ToString().TrimEnd().Split('\n')));
    }

    [Fact]
    public void An_answer_that_failed_and_trouble_are_errors()
    {
        var lines = new StringWriter();
        var log = new ServerLog(lines, isJson: true, new Clock());
        log.Write(new Answer("r1", "GET", "/", 503, null, TimeSpan.Zero));
        log.Write(new ServerEvent(IsError: true, "views_stopped", "disk full"));
        Assert.All(lines.ToString().TrimEnd().Split('\n'), line => Assert.Equal("error", JsonElement.Parse(line).GetProperty("level").GetString()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_secret_reaches_the_log_however_it_is_sent(bool isJson)
    {
        using var folder = new TemporaryFolder();
        var lines = new StringWriter();
        var log = new ServerLog(lines, isJson, TimeProvider.System);
        var instance = await ManagedInstance.OpenAsync(new InstanceOptions { Data = folder.Path }, Stop);
        var token = (await instance.Access.Tokens.CreateAsync(new TokenRequest { Grants = [new Grant { Channel = "*", Role = Role.Admin }], Description = "test" }, "test", Stop)).Text.Reveal();
        var start = Assert.IsType<ServerStart.Listening>(await ChannelServer.StartAsync(instance, new ServeOptions { OnAnswer = log.Write, OnEvent = log.Write }, Stop));
        await using (var server = start.Server)
        {
            using var client = new HttpClient { BaseAddress = server.Url };
            foreach (var path in (string[])[$"t/{token}/forge/noarch/repodata.json", $"t/{token}/api/v1/channels", $"api/v1/channels?token={token}", "api/v1/me", "api/v1/jobs/7"])
            {
                foreach (var credential in (AuthenticationHeaderValue?[])[null, new("Bearer", token), new("Basic", Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"x:{token}"))), new("token", token)])
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, path);
                    request.Headers.Authorization = credential;
                    request.Headers.Add("Cookie", $"hearth={token}");
                    request.Headers.Add("X-API-Key", token);
                    using var answer = await client.SendAsync(request, Stop);
                }
            }
        }
        var written = lines.ToString();
        Assert.Equal(20, written.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain(token, written, StringComparison.Ordinal);
    }

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon;
    }
}
