using System.Buffers;
using System.Text;

namespace Hearth.Conda.Names;

/// <summary>
/// Finds what must not be logged or stored in a URL: <c>user:password@</c> before the host, the access token in the path of a channel,
/// <c>/t/&lt;token&gt;/</c>, and what signs a query, such as <c>?X-Amz-Signature=</c>.
/// </summary>
public static class UrlSecrets
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "***";

    // What names of parameters contain, and what they are, whose values let in whoever has the address.
    private static readonly SearchValues<string> InSecretNames =
        SearchValues.Create(["token", "secret", "passw", "signature", "credential", "accesskey", "access_key", "apikey", "api_key"], StringComparison.OrdinalIgnoreCase);

    private static readonly string[] SecretNames = ["sig", "key", "auth", "authorization", "pass", "pwd", "pw"];

    private static readonly SearchValues<char> AroundUrls = SearchValues.Create(" \t\r\n\"'`<>");

    private static readonly SearchValues<char> InToken =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_*");

    /// <summary>The URL with every secret replaced by <c>***</c>, for messages and logs.</summary>
    public static string Redact(ReadOnlySpan<char> url) => RedactAll(url, ends: false);

    /// <summary>A text in which every secret of every URL is replaced by <c>***</c>: for what other programs and servers say.</summary>
    public static string RedactIn(string text) => RedactAll(text, ends: true);

    /// <summary>Which address it is, without query and secrets.</summary>
    public static string Describe(Uri address) => Redact(address.GetLeftPart(address.Scheme is "http" or "https" ? UriPartial.Path : UriPartial.Authority));

    // URLs contain others: of archives, and where lists of them have no blanks.
    private static string RedactAll(ReadOnlySpan<char> text, bool ends)
    {
        var result = new StringBuilder();
        for (var start = text.IndexOf("://"); start >= 0; start = text.IndexOf("://"))
        {
            result.Append(text[..start]);
            text = text[start..];
            var next = text["://".Length..].IndexOf("://") is var inner and >= 0 ? inner + "://".Length : text.Length;
            var end = ends && text[..next].IndexOfAny(AroundUrls) is var around and >= 0 ? around : next;
            result.Append(RedactOne(text[..end]));
            text = text[end..];
        }
        return result.Append(text).ToString();
    }

    private static string RedactOne(ReadOnlySpan<char> url)
    {
        var user = UserInfo(url);
        var text = new StringBuilder().Append(url[..user.Start]).Append(url[user].IsEmpty ? "" : Mask);
        var at = user.End.Value;
        for (var token = Token(url, at); !url[token].IsEmpty; token = Token(url, at))
        {
            text.Append(url[at..token.Start.Value]).Append(Mask);
            at = token.End.Value;
        }
        return RedactQuery(text.Append(url[at..]).ToString());
    }

    /// <summary>The URL without user, password and tokens, and the first token by itself.</summary>
    public static string Strip(ReadOnlySpan<char> url, out string? token)
    {
        token = null;
        var user = UserInfo(url);
        var text = new StringBuilder().Append(url[..user.Start]);
        var at = url[user].IsEmpty ? user.End.Value : user.End.Value + "@".Length;
        for (var found = Token(url, at); !url[found].IsEmpty; found = Token(url, at))
        {
            token ??= url[found].ToString();
            text.Append(url[at..(found.Start.Value - "/t/".Length)]);
            at = found.End.Value;
        }
        return text.Append(url[at..]).ToString();
    }

    private static Range UserInfo(ReadOnlySpan<char> url)
    {
        var start = AuthorityStart(url);
        var authority = url[start..AuthorityEnd(url, start)];
        // Behind the host stands a port; what is none is a password with a slash that nobody escaped.
        if (!authority.Contains('@') && !authority.EndsWith(']') && authority.LastIndexOf(':') is var colon and >= 0 && authority[(colon + 1)..].ContainsAnyExceptInRange('0', '9'))
            authority = url[start..];
        return start..(start + Math.Max(0, authority.LastIndexOf('@')));
    }

    private static Range Token(ReadOnlySpan<char> url, int from)
    {
        var start = Math.Max(from, AuthorityEnd(url, AuthorityStart(url)));
        for (var path = url[start..]; path.IndexOf("/t/") is var at and >= 0; path = url[start..])
        {
            start += at + "/t/".Length;
            var rest = url[start..];
            var length = rest.IndexOfAnyExcept(InToken) is var end and >= 0 ? end : rest.Length;
            if (length > 0 && (length == rest.Length || rest[length] == '/'))
                return start..(start + length);
            start--;
        }
        return url.Length..url.Length;
    }

    private static string RedactQuery(string url)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
            return url;
        var text = new StringBuilder().Append(url, 0, query);
        for (var rest = url.AsSpan(query); !rest.IsEmpty;)
        {
            // The sign before a parameter, and the parameter.
            var parameter = rest[1..].IndexOfAny('&', ';', '#') is var end and >= 0 ? rest[..(end + 1)] : rest;
            var equals = parameter.IndexOf('=');
            if (equals > 0 && IsSecret(parameter[1..equals]))
                text.Append(parameter[..(equals + 1)]).Append(Mask);
            else
                text.Append(parameter);
            rest = rest[parameter.Length..];
        }
        return text.ToString();
    }

    private static bool IsSecret(ReadOnlySpan<char> name)
    {
        if (name.ContainsAny(InSecretNames))
            return true;
        foreach (var secret in SecretNames)
        {
            if (name.Equals(secret, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    private static int AuthorityStart(ReadOnlySpan<char> url) => url.IndexOf("://") is var at and >= 0 ? at + 3 : url.Length;

    private static int AuthorityEnd(ReadOnlySpan<char> url, int start) => url[start..].IndexOf('/') is var at and >= 0 ? start + at : url.Length;
}
