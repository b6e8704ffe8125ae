using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Hearth.Conda.Names;

/// <summary>
/// The name of a package, in lower case: names differ in more than case (CEP 26 §Package names).
/// The default value is the empty name, which no package has.
/// </summary>
public readonly record struct PackageName : ISpanParsable<PackageName>, ISpanFormattable, IComparable<PackageName>
{
    /// <summary>The most characters that a name may have.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    private readonly string? _text;

    private PackageName(string text) => _text = text;

    /// <summary>Whether the name stands for a property of the machine, such as <c>__glibc</c>, and not for an artifact.</summary>
    public bool IsVirtual => _text is not null && _text.StartsWith("__", StringComparison.Ordinal);

    /// <summary>Whether the name keeps every rule of CEP 26; names read leniently may not.</summary>
    public bool IsValid => Problem(_text) is null;

    /// <summary>Says what keeps <paramref name="text"/> from being a package name; null if nothing does.</summary>
    public static string? Problem(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return "a package name is missing";
        if (text.Length > MaxLength)
            return $"the package name '{text}' has {text.Length} characters; {MaxLength} are allowed";
        if (text.IndexOfAnyExcept(Allowed) is var bad and >= 0)
            return $"the package name '{text}' has '{text[bad]}' at character {bad + 1}; allowed are lower-case ASCII letters, digits, '-', '.' and '_'";
        if (text[0] is '.' or '-')
            return $"the package name '{text}' starts with '{text[0]}'; it must start with a letter, a digit or '_'";
        var isVirtual = text.StartsWith("__");
        if (isVirtual && (text.Length == 2 || IsSeparator(text[2])))
            return $"the name of the virtual package '{text}' must go on with a letter or a digit after the two '_'";
        for (var i = isVirtual ? 3 : 1; i < text.Length; i++)
        {
            if (IsSeparator(text[i]) && IsSeparator(text[i - 1]))
                return $"the package name '{text}' has two separators next to each other at character {i}";
        }
        return null;
    }

    private static bool IsSeparator(char c) => c is '.' or '_' or '-';

    /// <summary>Takes any text as a name, in lower case: repodata holds names older than the rules.</summary>
    public static PackageName Lenient(ReadOnlySpan<char> text) => Lenient(text.ToString());

    /// <inheritdoc cref="Lenient(ReadOnlySpan{char})"/>
    public static PackageName Lenient(string text) => new(text.ToLowerInvariant());

    /// <summary>Takes any UTF-8 text as a name, in lower case.</summary>
    public static PackageName Lenient(ReadOnlySpan<byte> utf8) => Lenient(Encoding.UTF8.GetString(utf8));

    /// <exception cref="Foundation.Diagnostics.BadInputException">The text breaks a rule of CEP 26.</exception>
    public static PackageName Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        Problem(s) is { } problem ? throw CondaDiagnostics.BadPackageName.Refuse(null, problem) : new PackageName(s.ToString());

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static PackageName Parse(string s, IFormatProvider? provider = null) =>
        Problem(s) is { } problem ? throw CondaDiagnostics.BadPackageName.Refuse(null, problem) : new PackageName(s);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out PackageName result)
    {
        var valid = Problem(s) is null;
        result = valid ? new PackageName(s.ToString()) : default;
        return valid;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PackageName result)
    {
        var valid = Problem(s) is null;
        result = valid ? new PackageName(s!) : default;
        return valid;
    }

    public ReadOnlySpan<char> AsSpan() => _text;

    public int CompareTo(PackageName other) => string.CompareOrdinal(ToString(), other.ToString());

    public bool Equals(PackageName other) => string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    public override int GetHashCode() => string.GetHashCode(_text, StringComparison.Ordinal);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        WrappedText.TryFormat(_text, destination, out charsWritten);

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public override string ToString() => _text ?? "";
}
