using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Hearth.Conda.Names;

/// <summary>
/// The base URL of a channel, without trailing slash, subdir, user, password and token (CEP 26 §Channel base URLs).
/// </summary>
public sealed record ChannelUrl : ISpanParsable<ChannelUrl>
{
    private static readonly SearchValues<char> InScheme = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789+");

    private readonly string _text;

    private ChannelUrl(string text, Subdir? subdir, string? token) => (_text, Subdir, Token) = (text, subdir, token);

    /// <summary>The subdir that stood at the end of the URL read, if a client would take it for one.</summary>
    public Subdir? Subdir { get; }

    /// <summary>The access token that stood in the path of the URL read. Never print it.</summary>
    public string? Token { get; }

    /// <summary>The path below the host, label included: <c>conda-forge</c>, <c>pkgs/main</c>, <c>conda-forge/label/dev</c>.</summary>
    public ReadOnlySpan<char> Path
    {
        get
        {
            var authority = _text.IndexOf("://", StringComparison.Ordinal) + 3;
            var slash = _text.IndexOf('/', authority);
            return slash < 0 ? default : _text.AsSpan(slash + 1);
        }
    }

    /// <summary>The label at the end of the path; <see cref="Label.Main"/> if none is named.</summary>
    public Label Label =>
        Path.LastIndexOf("/label/") is var at and >= 0 && Label.TryParse(Path[(at + "/label/".Length)..], null, out var label) ? label : Label.Main;

    /// <summary>The URL of a file in a subdir.</summary>
    public string UrlOf(Subdir subdir, ReadOnlySpan<char> fileName) => $"{_text}/{subdir}/{fileName}";

    /// <summary>Says what keeps <paramref name="text"/> from being the URL of a channel, without repeating secrets; null if nothing does.</summary>
    public static string? Problem(ReadOnlySpan<char> text)
    {
        var scheme = text.IndexOf("://");
        if (scheme <= 0 || text[..scheme].ContainsAnyExcept(InScheme))
            return $"'{UrlSecrets.Redact(text)}' is not a URL: it does not start with a scheme such as 'https://'";
        if (text.ContainsAnyInRange('\0', ' ') || text.ContainsAny('?', '#', '\\'))
            return $"the URL '{UrlSecrets.Redact(text)}' has a blank, '?', '#' or '\\'";
        return text[(scheme + 3)..].Trim('/').IsEmpty ? $"the URL '{text}' has neither host nor path" : null;
    }

    /// <summary>Reads the URL of a channel, with or without a subdir at its end.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The text is no URL.</exception>
    public static ChannelUrl Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var result) ? result : throw CondaDiagnostics.BadChannel.Refuse(null, Problem(s)!);

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static ChannelUrl Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, [MaybeNullWhen(false)] out ChannelUrl result)
    {
        result = null;
        if (Problem(s) is not null)
            return false;
        var url = UrlSecrets.Strip(s, out var token).TrimEnd('/');
        var lastSlash = url.LastIndexOf('/');
        var subdir = Names.Subdir.TryParse(url.AsSpan(lastSlash + 1), null, out var last) && last.IsKnown ? last : (Subdir?)null;
        if (subdir is not null)
            url = url[..lastSlash].TrimEnd('/');
        result = new ChannelUrl(url, subdir, token);
        return true;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out ChannelUrl result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <summary>The base URL.</summary>
    public override string ToString() => _text;
}
