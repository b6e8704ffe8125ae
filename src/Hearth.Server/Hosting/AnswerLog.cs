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
            listener(new(context.Request.Method, PathForLog(context.Request), status, context.Response.ContentLength, clock.GetElapsedTime(started)));
        }
    }

    // A requester must not be able to write lines of its own into the log.
    private static string PathForLog(HttpRequest request) =>
        string.Concat(ServedPath.WithoutToken(request.Path.Value ?? "").Value.Select(c => char.IsControl(c) ? '?' : c));
}
