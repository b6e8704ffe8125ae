using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Hearth.Conda.Names;

/// <summary>
/// The string that tells builds of one version apart, such as <c>py312h8b61f28_0</c> (CEP 26 §Build strings). Case matters.
/// The default value is the empty build string, which no artifact has.
/// </summary>
public readonly record struct BuildString : ISpanParsable<BuildString>, ISpanFormattable, IComparable<BuildString>
{
    /// <summary>The most characters that a build string may have.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+");

    private readonly string? _text;

    private BuildString(string text) => _text = text;

    /// <summary>Whether the build string keeps every rule of CEP 26; build strings read leniently may not.</summary>
    public bool IsValid => Problem(_text) is null;

    /// <summary>Says what keeps <paramref name="text"/> from being a build string; null if nothing does.</summary>
    public static string? Problem(ReadOnlySpan<char> text) =>
        text.IsEmpty ? "a build string is missing"
        : text.Length > MaxLength ? $"the build string '{text}' has {text.Length} characters; {MaxLength} are allowed"
        : text.IndexOfAnyExcept(Allowed) is var bad and >= 0
            ? $"the build string '{text}' has '{text[bad]}' at character {bad + 1}; allowed are ASCII letters, digits, '_', '.' and '+'"
        : null;

    /// <summary>Takes any text: repodata holds build strings older than the rules.</summary>
    public static BuildString Lenient(string text) => new(text);

    /// <exception cref="Foundation.Diagnostics.BadInputException">The text breaks a rule of CEP 26.</exception>
    public static BuildString Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        Problem(s) is { } problem ? throw CondaDiagnostics.BadBuildString.Refuse(null, problem) : new BuildString(s.ToString());

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static BuildString Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out BuildString result)
    {
        var valid = Problem(s) is null;
        result = valid ? new BuildString(s.ToString()) : default;
        return valid;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out BuildString result) =>
        TryParse(s.AsSpan(), provider, out result);

    public ReadOnlySpan<char> AsSpan() => _text;

    public int CompareTo(BuildString other) => string.CompareOrdinal(ToString(), other.ToString());

    public bool Equals(BuildString other) => string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    public override int GetHashCode() => string.GetHashCode(_text, StringComparison.Ordinal);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        WrappedText.TryFormat(_text, destination, out charsWritten);

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public override string ToString() => _text ?? "";
}
