using System.Buffers;
using System.Text;

namespace Hearth.Conda.Names;

/// <summary>
/// Finds what must not be logged or stored in the URL of a channel: <c>user:password@</c> before the host, and the access token in
/// the path, <c>/t/&lt;token&gt;/</c>.
/// </summary>
public static class UrlSecrets
{
    private const string Mask = "***";

    private static readonly SearchValues<char> InToken =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_*");

    /// <summary>The URL with every secret replaced by <c>***</c>, for messages and logs.</summary>
    public static string Redact(ReadOnlySpan<char> url)
    {
        var user = UserInfo(url);
        var text = new StringBuilder().Append(url[..user.Start]).Append(url[user].IsEmpty ? "" : Mask);
        var at = user.End.Value;
        for (var token = Token(url, at); !url[token].IsEmpty; token = Token(url, at))
        {
            text.Append(url[at..token.Start.Value]).Append(Mask);
            at = token.End.Value;
        }
        return text.Append(url[at..]).ToString();
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

    private static int AuthorityStart(ReadOnlySpan<char> url) => url.IndexOf("://") is var at and >= 0 ? at + 3 : url.Length;

    private static int AuthorityEnd(ReadOnlySpan<char> url, int start) => url[start..].IndexOf('/') is var at and >= 0 ? start + at : url.Length;
}
