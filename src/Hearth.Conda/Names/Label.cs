using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Hearth.Conda.Names;

/// <summary>
/// A named part of a channel, at <c>&lt;channel&gt;/label/&lt;label&gt;</c> (CEP 26 §Label names).
/// The default value is <see cref="Main"/>.
/// </summary>
public readonly record struct Label : ISpanParsable<Label>, ISpanFormattable, IComparable<Label>
{
    /// <summary>The most characters that a label may have.</summary>
    public const int MaxLength = 128;

    private const string MainText = "main";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./");

    private readonly string? _text;

    private Label(string text) => _text = text;

    /// <summary>The label of every URL that names none.</summary>
    public static Label Main => default;

    /// <summary>The reserved label of artifacts that have no other.</summary>
    public static Label None { get; } = new("nolabel");

    /// <summary>Says what keeps <paramref name="text"/> from being a label; null if nothing does.</summary>
    public static string? Problem(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return "a label is missing";
        if (text.Length > MaxLength)
            return $"the label '{text}' has {text.Length} characters; {MaxLength} are allowed";
        if (!char.IsAsciiLetter(text[0]))
            return $"the label '{text}' does not start with a letter";
        if (text.IndexOfAnyExcept(Allowed) is var bad and >= 0)
            return $"the label '{text}' has '{text[bad]}' at character {bad + 1}; allowed are ASCII letters, digits, '_', '-', '.' and '/'";
        // Not said by CEP 26, but a label is part of a path: '..' and empty components would lead elsewhere.
        foreach (var range in text.Split('/'))
        {
            if (text[range] is "" or "." or "..")
                return $"the label '{text}' has '{text[range]}' between slashes";
        }
        return null;
    }

    /// <exception cref="Foundation.Diagnostics.BadInputException">The text breaks a rule of CEP 26.</exception>
    public static Label Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        Problem(s) is { } problem ? throw CondaDiagnostics.BadLabel.Refuse(null, problem) : new Label(s.ToString());

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static Label Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Label result)
    {
        var valid = Problem(s) is null;
        result = valid ? new Label(s.ToString()) : default;
        return valid;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Label result) =>
        TryParse(s.AsSpan(), provider, out result);

    public ReadOnlySpan<char> AsSpan() => ToString();

    public int CompareTo(Label other) => string.CompareOrdinal(ToString(), other.ToString());

    public bool Equals(Label other) => string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        WrappedText.TryFormat(ToString(), destination, out charsWritten);

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public override string ToString() => _text ?? MainText;
}
