using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Hearth.Conda.Versions;

/// <summary>
/// The version of a package. Ordered and compared as CEP 33 says: <c>1.1</c> equals <c>1.1.0</c>, <c>1.1rc1</c> is smaller,
/// <c>1.1post1</c> greater. Keeps the text that it was read from. The default value is the version <c>0</c>.
/// </summary>
public readonly struct CondaVersion
    : ISpanParsable<CondaVersion>, ISpanFormattable, IComparable<CondaVersion>, IEquatable<CondaVersion>
{
    /// <summary>The most characters that the version of an artifact may have (CEP 26 §Version strings). Versions read may be longer.</summary>
    public const int MaxLength = 64;

    private readonly string? _text;

    private CondaVersion(string text) => _text = text;

    /// <summary>Says what keeps <paramref name="text"/> from being a version; null if nothing does.</summary>
    public static string? Problem(ReadOnlySpan<char> text) => VersionGrammar.Problem(text.Trim());

    /// <summary>
    /// Reads a version as CEP 33 has it. Numbers may be of any size, although the CEP ends them at 2³¹−1: real channels hold
    /// timestamps such as 20200101123456.
    /// </summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The text is no version.</exception>
    public static CondaVersion Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var result) ? result : throw CondaDiagnostics.BadVersion.Refuse(null, Problem(s)!);

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static CondaVersion Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var result) ? result : throw CondaDiagnostics.BadVersion.Refuse(null, Problem(s)!);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out CondaVersion result)
    {
        s = s.Trim();
        var valid = VersionGrammar.Problem(s) is null;
        result = valid ? new CondaVersion(s.ToString()) : default;
        return valid;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CondaVersion result)
    {
        s = s?.Trim();
        var valid = VersionGrammar.Problem(s) is null;
        result = valid ? new CondaVersion(s!) : default;
        return valid;
    }

    /// <summary>Takes a literal of a version spec, which the caller has checked, in lower case.</summary>
    internal static CondaVersion OfLiteral(ReadOnlySpan<char> literal)
    {
        var text = literal.ToString();
        return new CondaVersion(literal.ContainsAnyInRange('A', 'Z') ? text.ToLowerInvariant() : text);
    }

    /// <summary>Reads a version as it stands in JSON.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out CondaVersion result)
    {
        result = default;
        Span<char> text = stackalloc char[256];
        return Encoding.UTF8.TryGetChars(utf8, text, out var length) && TryParse(text[..length], null, out result);
    }

    /// <summary>Whether the version has a local part, after <c>+</c>.</summary>
    public bool HasLocal => AsSpan().Contains('+');

    /// <summary>
    /// Whether the version is within <paramref name="prefix"/>, as by <c>=1.2</c> or <c>1.2.*</c>: 1.2, 1.2.3 and 1.2rc1 are within 1.2,
    /// 1.20 is not (CEP 29 §Version matching, fuzzy equality).
    /// </summary>
    public bool StartsWith(CondaVersion prefix) => VersionOrder.StartsWith(AsSpan(), prefix.AsSpan());

    /// <summary>
    /// Whether the version may stand in for <paramref name="other"/>, as by <c>~=1.2.3</c>: not smaller, and within the same version
    /// without its last segment (CEP 29 §Version matching).
    /// </summary>
    public bool IsCompatibleWith(CondaVersion other) =>
        CompareTo(other) >= 0 && (other.WithoutLastSegment() is not { } prefix || StartsWith(prefix));

    /// <summary>The version without its local part and last segment: 1.2 for 1.2.3; null if there is only one segment.</summary>
    public CondaVersion? WithoutLastSegment()
    {
        var text = AsSpan();
        if (text.IndexOf('+') is var plus and >= 0)
            text = text[..plus];
        var end = text[..^1].LastIndexOfAny('.', '_', '-');
        return end < 0 ? null : new CondaVersion(text[..end].ToString());
    }

    /// <summary>
    /// The version spelled in one way: lower case, periods between segments, no epoch 0, no leading zeros. Trailing zero segments stay.
    /// </summary>
    public string ToCanonicalString()
    {
        var parts = new VersionParts(AsSpan());
        var text = new StringBuilder();
        if (!parts.Epoch.IsEmpty)
            text.Append(parts.Epoch).Append('!');
        Append(text, parts.Main);
        if (!parts.Local.IsEmpty)
            Append(text.Append('+'), parts.Local);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ReadOnlySpan<char> part)
    {
        var start = text.Length;
        for (var segments = new VersionSegments(part); segments.InSegment; segments.NextSegment())
        {
            if (text.Length > start)
                text.Append('.');
            do
            {
                var element = segments.NextElement();
                if (element.IsZero)
                    text.Append('0');
                foreach (var c in element.Text)
                    text.Append(VersionElement.Fold(c));
            }
            while (!segments.AtSegmentEnd);
        }
    }

    public ReadOnlySpan<char> AsSpan() => _text ?? "0";

    public int CompareTo(CondaVersion other) => VersionOrder.Compare(AsSpan(), other.AsSpan());

    public bool Equals(CondaVersion other) =>
        string.Equals(_text, other._text, StringComparison.Ordinal) || CompareTo(other) == 0;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is CondaVersion other && Equals(other);

    public override int GetHashCode() => VersionOrder.Hash(AsSpan());

    public static bool operator ==(CondaVersion left, CondaVersion right) => left.Equals(right);

    public static bool operator !=(CondaVersion left, CondaVersion right) => !left.Equals(right);

    public static bool operator <(CondaVersion left, CondaVersion right) => left.CompareTo(right) < 0;

    public static bool operator <=(CondaVersion left, CondaVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >(CondaVersion left, CondaVersion right) => left.CompareTo(right) > 0;

    public static bool operator >=(CondaVersion left, CondaVersion right) => left.CompareTo(right) >= 0;

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var fits = AsSpan().TryCopyTo(destination);
        charsWritten = fits ? AsSpan().Length : 0;
        return fits;
    }

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>The text that the version was read from, without blanks around it.</summary>
    public override string ToString() => _text ?? "0";
}
