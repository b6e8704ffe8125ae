using Hearth.Server.Folders;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Hosting;

/// <summary>Tells a listener of every answer.</summary>
internal sealed class AnswerLog(RequestDelegate next, Action<Answer> listener, TimeProvider clock)
{
    public async Task AnswerAsync(HttpContext context)
    {
        var started = clock.GetTimestamp();
        var isWhole = false;
        try
        {
            await next(context);
            isWhole = true;
        }
        finally
        {
            var status = isWhole ? context.Response.StatusCode : StatusCodes.Status500InternalServerError;
            listener(new(IdOf(context), context.Request.Method, PathForLog(context.Request), status, context.Response.ContentLength, clock.GetElapsedTime(started)));
        }
    }

    // Only what is short and plain is taken over: nothing that could be mistaken for a line of the log.
    private static string IdOf(HttpContext context) =>
        context.Request.Headers["X-Request-Id"] is [{ Length: > 0 and <= 64 } given] && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? given
            : context.TraceIdentifier;

    /// <summary>The path of a request without its token: nothing with which a requester could write lines of its own.</summary>
    public static string PathForLog(HttpRequest request) =>
        string.Concat(ServedPath.WithoutToken(request.Path.Value ?? "").Value.Select(c => char.IsControl(c) ? '?' : c));
}
