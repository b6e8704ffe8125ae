using System.Globalization;
using System.Text;
using System.Text.Json;
using Hearth.Channels.Log;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hearth.Server.Api;

/// <summary>The changes of a channel, for those who follow it: as a document, as JSON Lines, or as a stream of events that does not end.</summary>
internal static class ChangesApi
{
    public const string JsonLines = "application/jsonl";
    public const string EventStream = "text/event-stream";

    // A follower costs a connection and looks at its channel in memory; more than these belong on another server.
    private const int MostFollowers = 1_000;
    private const int MostPerRead = 500;
    private const int LongestWait = 60;

    // Proxies close connections on which nothing happens, most of them after a minute.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static int _followers;

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new(
            "GET",
            "/api/v1/channels/{channel}/changes",
            Need.Read,
            "Lists the changes after a revision, oldest first (?since=REVISION&limit=1000); with ?wait=SECONDS, waits up to a minute for the next. "
                + "As JSON Lines where application/jsonl is accepted, as server-sent events without end where text/event-stream is; these go on after Last-Event-ID.",
            SendAsync) { Response = nameof(ChangeList) },
    ];

    private static async Task SendAsync(ApiCall call)
    {
        var accepted = call.Request.Headers.Accept.ToString();
        var since = call.Query("since", 0, 0, long.MaxValue);
        if (accepted.Contains(EventStream, StringComparison.OrdinalIgnoreCase))
        {
            var resumed = long.TryParse(call.Request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var last);
            await WithPlaceAsync(call, () => StreamAsync(call, resumed ? last : since));
            return;
        }
        var wait = TimeSpan.FromSeconds(call.Query("wait", 0, 0, LongestWait));
        if (wait > TimeSpan.Zero && call.Channel.Channel.Revision <= since)
            await WithPlaceAsync(call, () => WaitAndListAsync(call, since, wait, accepted));
        else
            await ListAsync(call, since, accepted);
    }

    private static async Task WithPlaceAsync(ApiCall call, Func<Task> follow)
    {
        try
        {
            if (Interlocked.Increment(ref _followers) <= MostFollowers)
            {
                await follow();
                return;
            }
            call.Context.Response.Headers.RetryAfter = StoreAway.RetryAfter;
            await call.RefuseAsync(StatusCodes.Status503ServiceUnavailable, ServerDiagnostics.TooManyFollowers.In(null, $"{MostFollowers} follow this server's channels already", "ask without wait"));
        }
        finally
        {
            Interlocked.Decrement(ref _followers);
        }
    }

    private static async Task WaitAndListAsync(ApiCall call, long since, TimeSpan wait, string accepted)
    {
        using var stop = StopOf(call);
        try
        {
            await call.Channel.WaitBeyondAsync(since, wait, call.Instance.Store.Clock, stop.Token);
        }
        catch (OperationCanceledException) when (!call.Cancellation.IsCancellationRequested)
        {
            // The server stops, and says what there is.
        }
        if (await call.RefusalByNowAsync() is { } refusal)
            await refusal.SendAsync(call);
        else
            await ListAsync(call, since, accepted);
    }

    private static async Task ListAsync(ApiCall call, long since, string accepted)
    {
        var read = await call.Instance.Store.Log.ReadShownAsync(call.Channel.Channel.Id, since, (int)call.Query("limit", 1000, 1, 10_000), call.Cancellation);
        if (!accepted.Contains(JsonLines, StringComparison.OrdinalIgnoreCase))
        {
            // What is said to be shown must be what this server gives out, and that follows the database.
            await call.Instance.Live.RefreshAsync(call.Cancellation);
            await call.SendAsync(new ChangeList("hearth.changes.1", [.. read.Changes.Select(ChangeDocument.Of)], read.Shown, read.Documented), ApiJson.Default.ChangeList);
            return;
        }
        using var lines = new MemoryStream();
        foreach (var change in read.Changes)
        {
            JsonSerializer.Serialize(lines, ChangeDocument.Of(change), ApiJson.Default.ChangeDocument);
            lines.WriteByte((byte)'\n');
        }
        await call.SendAsync(StatusCodes.Status200OK, JsonLines, lines.ToArray());
    }

    // An interrupted stream is no harm: the follower comes back and says which event it saw last.
    private static async Task StreamAsync(ApiCall call, long after)
    {
        using var stop = StopOf(call);
        var response = call.Context.Response;
        response.Headers.ContentType = EventStream;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await WriteAsync(response, "retry: 3000\n\n", stop.Token);
            while (await call.RefusalByNowAsync() is null)
            {
                var changes = await call.Instance.Store.Log.ReadAsync(call.Channel.Channel.Id, after, MostPerRead, stop.Token);
                if (changes.Count > 0)
                    await WriteAsync(response, string.Concat(changes.Select(EventOf)), stop.Token);
                else if (!await call.Channel.WaitBeyondAsync(after, Heartbeat, call.Instance.Store.Clock, stop.Token))
                    await WriteAsync(response, ":\n\n", stop.Token);
                after = changes is [.., var newest] ? newest.Revision : after;
            }
        }
        catch (OperationCanceledException)
        {
            // The follower went, or the server stops.
        }
    }

    private static string EventOf(Change change) => string.Create(
        CultureInfo.InvariantCulture, $"id: {change.Revision}\ndata: {JsonSerializer.Serialize(ChangeDocument.Of(change), ApiJson.Default.ChangeDocument)}\n\n");

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellation)
    {
        await response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        await response.BodyWriter.FlushAsync(cancellation);
    }

    private static CancellationTokenSource StopOf(ApiCall call) => CancellationTokenSource.CreateLinkedTokenSource(
        call.Cancellation, call.Context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
}
