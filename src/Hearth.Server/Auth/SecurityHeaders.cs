using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Auth;

/// <summary>Tells browsers what pages of this server need, so that they refuse the rest.</summary>
internal static class SecurityHeaders
{
    /// <summary>Scripts and styles come from this server's own files, never from within a page; nobody frames it.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Puts the headers on every answer; an answer that sets one itself keeps it.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        Set(context.Response.Headers);
        return next(context);
    });

    private static void Set(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // URLs may hold tokens (/t/TOKEN/), which no other site shall learn. With less than this, browsers keep from ourselves where a form came from.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}
