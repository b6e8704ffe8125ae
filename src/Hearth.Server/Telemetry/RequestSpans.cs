using System.Diagnostics;
using Hearth.Channels.Telemetry;
using Hearth.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Telemetry;

/// <summary>A span for each request, within that of its sender (W3C Trace Context); named by OpenTelemetry's conventions for HTTP.</summary>
internal sealed class RequestSpans(RequestDelegate next)
{
    public async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var sender);
        // A path would make a name for every file; the kind is one of a few, and the interface's own endpoints say their route later.
        using var span = Spans.StartRequest($"{request.Method} {RequestKind.Of(request)}", sender);
        if (span is null)
        {
            await next(context);
            return;
        }
        span.SetTag("http.request.method", request.Method).SetTag("url.path", AnswerLog.PathForLog(request)).SetTag("url.scheme", request.Scheme);
        try
        {
            await next(context);
            span.SetTag("http.response.status_code", context.Response.StatusCode);
            if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
                span.SetStatus(ActivityStatusCode.Error);
        }
        catch (Exception e)
        {
            span.SetTag("http.response.status_code", StatusCodes.Status500InternalServerError).SetTag("error.type", e.GetType().Name).SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    /// <summary>Says which endpoint the current request is for.</summary>
    public static void Name(string method, string route)
    {
        if (Activity.Current is not { Kind: ActivityKind.Server } span)
            return;
        span.DisplayName = $"{method} {route}";
        span.SetTag("http.route", route);
    }
}
