using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Auth;

/// <summary>The cookie that holds a session: 160 random bits that the database knows by their digest, so that it needs no signature.</summary>
internal static class SessionCookie
{
    private const string Name = "hearth-session";

    // With this prefix browsers take the cookie from TLS, this host and the root alone (RFC 6265bis §4.1.3.2).
    private const string SecureName = "__Host-" + Name;

    public static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : Name;

    public static void Set(HttpContext context, string text, DateTimeOffset expires) =>
        context.Response.Cookies.Append(NameFor(context.Request), text, Options(context.Request, "/", expires));

    public static void Delete(HttpContext context) =>
        context.Response.Cookies.Delete(NameFor(context.Request), Options(context.Request, "/", expires: null));

    /// <summary>What every cookie of the server has: no script reads it, and other sites' forms do not send it.</summary>
    public static CookieOptions Options(HttpRequest request, string path, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = request.IsHttps,
        Path = path,
        Expires = expires,
    };
}
