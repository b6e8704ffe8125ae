using System.Text;
using Hearth.Channels.Access;
using Hearth.Server.Folders;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Auth;

/// <summary>What a request brings to say who sent it, in any of the forms that clients use (wire-formats §10, §12).</summary>
/// <param name="Text">The token; empty where something was sent that holds none.</param>
/// <param name="IsSession">Whether it is a browser's cookie.</param>
internal readonly record struct Credential(string Text, bool IsSession)
{
    private const string TokenFolder = "/t/";

    /// <summary>
    /// The credential of a request; null if it brings none. An explicit <c>Authorization</c> header wins over all else, and the cookie,
    /// which browsers send unasked, loses to all.
    /// </summary>
    public static Credential? Of(HttpRequest request)
    {
        var headers = request.Headers;
        // S3's clients send a signature, and beside it the token as that of a session; S3Objects checks that the one was made with the other.
        if (SigV4.AccessKeyOf(request) is not null)
            return new(headers[SigV4.TokenHeader].ToString(), IsSession: false);
        if (headers.Authorization is [{ Length: > 0 } authorization, ..])
            return new(OfAuthorization(authorization), IsSession: false);
        // quetz and Cloudsmith; conda-forge's staging.
        if (headers["X-API-Key"] is [{ Length: > 0 } key, ..])
            return new(key, IsSession: false);
        if (headers["FEEDSTOCK_TOKEN"] is [{ Length: > 0 } feedstock, ..])
            return new(feedstock, IsSession: false);
        if (OfPath(request.Path.Value ?? "") is { } inPath)
            return new(inPath, IsSession: false);
        return request.Cookies[SessionCookie.NameFor(request)] is { Length: > 0 } cookie ? new(cookie, IsSession: true) : null;
    }

    /// <summary>Never shows the secret.</summary>
    public override string ToString() => IsSession ? "session" : "token";

    private static string OfAuthorization(string header)
    {
        var space = header.IndexOf(' ');
        if (space < 0)
            return "";
        var value = header[(space + 1)..].Trim();
        return header[..space].ToLowerInvariant() switch
        {
            // 'token' is Anaconda's.
            "bearer" or "token" => value,
            "basic" => OfBasic(value),
            _ => "",
        };
    }

    // Clients put the token where a password belongs, or where a user does; whichever looks like a token is taken.
    private static string OfBasic(string value)
    {
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var length))
            return "";
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':');
        if (colon < 0)
            return pair;
        var (user, password) = (pair[..colon], pair[(colon + 1)..]);
        return user.StartsWith(TokenText.Prefix, StringComparison.Ordinal) ? user : password;
    }

    private static string? OfPath(string path)
    {
        var rest = ServedPath.WithoutToken(path);
        // conda writes /t/ without a token where it has none.
        return rest.HadToken && path.Length - rest.Value.Length > TokenFolder.Length ? path[TokenFolder.Length..^rest.Value.Length] : null;
    }
}
