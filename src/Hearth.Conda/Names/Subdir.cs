using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Hearth.Conda.Platforms;

namespace Hearth.Conda.Names;

/// <summary>
/// The folder of a channel for one platform, such as <c>linux-64</c>, or <c>noarch</c> (CEP 26 §Subdir names).
/// The default value is <see cref="NoArch"/>.
/// </summary>
public readonly record struct Subdir : ISpanParsable<Subdir>, ISpanFormattable, IComparable<Subdir>
{
    /// <summary>The most characters that a subdir may have.</summary>
    public const int MaxLength = 32;

    private const string NoArchText = "noarch";

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    private readonly string? _text;

    private Subdir(string text) => _text = text;

    /// <summary>The folder for packages that suit every platform; every channel has it.</summary>
    public static Subdir NoArch => default;

    public bool IsNoArch => _text is null or NoArchText;

    /// <summary>The platform that conda knows by this name; null for <c>noarch</c> and for names that no client uses yet.</summary>
    public Platform? Platform => Platforms.Platform.Of(this);

    /// <summary>Whether this is <c>noarch</c> or a platform that clients know. Only such text is read as a subdir at the end of a URL.</summary>
    public bool IsKnown => IsNoArch || Platform is not null;

    /// <summary>The part before the dash, <c>noarch</c> for <see cref="NoArch"/>.</summary>
    public ReadOnlySpan<char> OperatingSystem => ToString().AsSpan(0, ToString().IndexOf('-') is var dash and >= 0 ? dash : ToString().Length);

    /// <summary>The part after the dash, <c>noarch</c> for <see cref="NoArch"/>.</summary>
    public ReadOnlySpan<char> Architecture => ToString().AsSpan(ToString().IndexOf('-') + 1);

    /// <summary>Says what keeps <paramref name="text"/> from being a subdir; null if nothing does.</summary>
    public static string? Problem(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return "a subdir is missing";
        if (text is NoArchText)
            return null;
        if (text.Length > MaxLength)
            return $"the subdir '{text}' has {text.Length} characters; {MaxLength} are allowed";
        var dash = text.IndexOf('-');
        return dash > 0 && dash < text.Length - 1 && !text[..dash].ContainsAnyExcept(Allowed) && !text[(dash + 1)..].ContainsAnyExcept(Allowed)
            ? null
            : $"the subdir '{text}' is neither 'noarch' nor of the form <os>-<arch> in lower-case letters and digits";
    }

    /// <exception cref="Foundation.Diagnostics.BadInputException">The text breaks a rule of CEP 26.</exception>
    public static Subdir Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var result) ? result : throw CondaDiagnostics.BadSubdir.Refuse(null, Problem(s)!);

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static Subdir Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Subdir result)
    {
        result = default;
        if (s is NoArchText)
            return true;
        if (Platforms.Platform.TryFind(s, out var platform))
            result = new Subdir(platform.SubdirText);
        else if (Problem(s) is null)
            result = new Subdir(s.ToString());
        else
            return false;
        return true;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Subdir result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <summary>Reads a subdir as it stands in JSON; allocates nothing for those that conda knows.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Subdir result)
    {
        result = default;
        Span<char> text = stackalloc char[MaxLength];
        return Encoding.UTF8.TryGetChars(utf8, text, out var length) && TryParse(text[..length], null, out result);
    }

    public ReadOnlySpan<char> AsSpan() => ToString();

    public int CompareTo(Subdir other) => string.CompareOrdinal(ToString(), other.ToString());

    public bool Equals(Subdir other) => string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        WrappedText.TryFormat(ToString(), destination, out charsWritten);

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public override string ToString() => _text ?? NoArchText;
}
