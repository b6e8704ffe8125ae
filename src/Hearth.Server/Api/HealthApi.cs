using System.Text;
using Hearth.Server.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>What those who watch over a server ask it. Nothing of it names a channel.</summary>
internal static class HealthApi
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("GET", "/health/live", Need.Nothing, "Says that the process answers; restart it when it does not.", LiveAsync) { Response = nameof(LiveDocument) },
        new("GET", "/health/ready", Need.Nothing, "Says whether the server can do all of its work, publishing included; 503 and the reasons where it cannot.", ReadyAsync) { Response = nameof(ReadyDocument) },
        new("GET", "/metrics", Need.Nothing, "Writes what the server measures, in the text format of Prometheus.", MetricsAsync),
    ];

    private static Task LiveAsync(ApiCall call) => call.SendAsync(new LiveDocument("hearth.live.1"), ApiJson.Default.LiveDocument);

    private static async Task ReadyAsync(ApiCall call)
    {
        var checks = await call.Instance.Readiness.AskAsync(call.Cancellation);
        var isReady = checks.All(check => check.Ok);
        var status = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await call.SendAsync(new ReadyDocument("hearth.ready.1", isReady, checks), ApiJson.Default.ReadyDocument, status);
    }

    private static Task MetricsAsync(ApiCall call) => call.SendAsync(StatusCodes.Status200OK, MetricsText.ContentType, Encoding.UTF8.GetBytes(call.Instance.Metrics.Write()));
}
