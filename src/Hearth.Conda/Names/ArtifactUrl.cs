using System.Diagnostics.CodeAnalysis;

namespace Hearth.Conda.Names;

/// <summary>Where one artifact lies: <c>&lt;channel&gt;/&lt;subdir&gt;/&lt;file name&gt;</c>.</summary>
/// <param name="Channel">The channel, without secrets.</param>
/// <param name="Subdir">The subdir, of any name.</param>
/// <param name="File">The file name.</param>
public sealed record ArtifactUrl(ChannelUrl Channel, Subdir Subdir, ArtifactFileName File) : ISpanParsable<ArtifactUrl>
{
    /// <summary>Says what keeps <paramref name="text"/> from being the URL of an artifact; null if nothing does.</summary>
    public static string? Problem(ReadOnlySpan<char> text)
    {
        if (ChannelUrl.Problem(text) is { } problem)
            return problem;
        var file = text.LastIndexOf('/');
        if (!ArtifactFileName.TryParseLenient(text[(file + 1)..], out _))
            return ArtifactFileName.Problem(text[(file + 1)..]) ?? $"'{text[(file + 1)..]}' is not the file name of a package";
        var channel = text[..file];
        return Subdir.Problem(channel[(channel.LastIndexOf('/') + 1)..])
            ?? ChannelUrl.Problem(channel[..channel.LastIndexOf('/')]);
    }

    /// <exception cref="Foundation.Diagnostics.BadInputException">The text is not the URL of an artifact.</exception>
    public static ArtifactUrl Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var result) ? result : throw CondaDiagnostics.BadChannel.Refuse(null, Problem(s)!);

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static ArtifactUrl Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, [MaybeNullWhen(false)] out ArtifactUrl result)
    {
        result = null;
        if (Problem(s) is not null)
            return false;
        var file = s.LastIndexOf('/');
        var subdir = s[..file].LastIndexOf('/');
        result = new ArtifactUrl(
            ChannelUrl.Parse(s[..subdir]),
            Subdir.Parse(s[(subdir + 1)..file]),
            ArtifactFileName.TryParseLenient(s[(file + 1)..], out var name) ? name : default);
        return true;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out ArtifactUrl result) =>
        TryParse(s.AsSpan(), provider, out result);

    public override string ToString() => Channel.UrlOf(Subdir, File.AsSpan());
}
