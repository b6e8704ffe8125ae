using Hearth.Server.Api;
using Hearth.Server.Folders;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Auth;

/// <summary>Refuses what another site makes a browser send.</summary>
internal static class CsrfProtection
{
    public static void UseCsrfProtection(this IApplicationBuilder app, IGate gate, CsrfTokens tokens) => app.Use(async (context, next) =>
    {
        if (await tokens.AllowsAsync(context, (await gate.IdentifyAsync(context)).Who))
        {
            await next(context);
            return;
        }
        var refusal = new ApiRefusal(StatusCodes.Status403Forbidden, AuthDiagnostics.CrossSite.In(null, "the form was not sent from a page of this server"));
        context.Response.StatusCode = refusal.Status;
        context.Response.ContentType = ContentTypes.Json;
        await context.Response.BodyWriter.WriteAsync(refusal.ToJson(), context.RequestAborted);
    });
}
