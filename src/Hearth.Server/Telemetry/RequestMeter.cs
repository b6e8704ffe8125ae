using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Telemetry;

/// <summary>Counts and times requests, and the bytes of their answers.</summary>
internal sealed class RequestMeter
{
    // From a shard out of memory to the upload of a large package.
    private static readonly InstrumentAdvice<double> Durations = new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30, 120] };

    private static readonly string[] Statuses = [.. Enumerable.Range(0, 600).Select(status => status.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    private readonly TimeProvider _clock;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _sent;
    private readonly Histogram<double> _durations;

    public RequestMeter(Meter meter, TimeProvider clock)
    {
        _clock = clock;
        _requests = meter.CreateCounter<long>("hearth.requests", description: "Requests that were answered, by kind and status.");
        _sent = meter.CreateCounter<long>("hearth.sent", "By", "Bytes that answers announced, by kind.");
        _durations = meter.CreateHistogram("hearth.request_duration", "s", "From the end of a request's head to the end of the answer, by kind.", advice: Durations);
    }

    public Task MeasureAsync(HttpContext context, RequestDelegate next)
    {
        var started = _clock.GetTimestamp();
        var answer = next(context);
        // What comes from memory is done by now, and needs no state machine.
        if (!answer.IsCompletedSuccessfully)
            return MeasureAsync(context, answer, started);
        Record(context, context.Response.StatusCode, started);
        return answer;
    }

    private async Task MeasureAsync(HttpContext context, Task answer, long started)
    {
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            await answer;
            status = context.Response.StatusCode;
        }
        finally
        {
            Record(context, status, started);
        }
    }

    private void Record(HttpContext context, int status, long started)
    {
        var kind = new KeyValuePair<string, object?>("kind", RequestKind.Of(context.Request));
        _requests.Add(1, kind, new KeyValuePair<string, object?>("status", Statuses[Math.Clamp(status, 0, 599)]));
        _durations.Record(_clock.GetElapsedTime(started).TotalSeconds, kind);
        if (context.Response.ContentLength is { } length && !HttpMethods.IsHead(context.Request.Method))
            _sent.Add(length, kind);
    }
}
