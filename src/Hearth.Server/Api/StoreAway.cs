using Hearth.Channels;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>What is answered while a store is away or full: 503 with the reason, and when to come again.</summary>
internal static class StoreAway
{
    /// <summary>Seconds.</summary>
    public const string RetryAfter = "5";

    /// <summary>Whether a request failed because of a store, and can still be told so.</summary>
    public static bool IsReasonOf(HttpContext context, Exception e) =>
        StoreTrouble.Is(e) && e is not BadHttpRequestException && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested;

    public static ApiRefusal Refusal(Exception e) => new(StatusCodes.Status503ServiceUnavailable, ServerDiagnostics.StoreAway.In(null, StoreTrouble.Describe(e)));

    /// <summary>Answers for everything behind it that does not answer for itself.</summary>
    public static Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            var answer = next(context);
            // What comes from memory is done by now, and needs no state machine.
            return answer.IsCompletedSuccessfully ? answer : AwaitAsync(context, answer);
        }
        catch (Exception e) when (IsReasonOf(context, e))
        {
            return SendAsync(context, e);
        }
    }

    private static async Task AwaitAsync(HttpContext context, Task answer)
    {
        try
        {
            await answer;
        }
        catch (Exception e) when (IsReasonOf(context, e))
        {
            await SendAsync(context, e);
        }
    }

    private static async Task SendAsync(HttpContext context, Exception e)
    {
        var response = context.Response;
        response.Clear();
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = RetryAfter;
        response.Headers.CacheControl = "no-store";
        response.ContentType = Folders.ContentTypes.Json;
        await response.BodyWriter.WriteAsync(Refusal(e).ToJson(), context.RequestAborted);
    }
}
