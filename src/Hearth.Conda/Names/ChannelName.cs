using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Hearth.Conda.Names;

/// <summary>
/// The path of a channel below its host, such as <c>conda-forge</c> or <c>pkgs/main</c>, without label and subdir
/// (CEP 26 §Channel base URLs). The default value is the empty name, which no channel has.
/// </summary>
public readonly record struct ChannelName : ISpanParsable<ChannelName>, ISpanFormattable, IComparable<ChannelName>
{
    /// <summary>The most characters that one component of the path may have.</summary>
    public const int MaxComponentLength = 128;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.-");

    private readonly string? _text;

    private ChannelName(string text) => _text = text;

    /// <summary>Says what keeps <paramref name="text"/> from being a channel name; null if nothing does.</summary>
    public static string? Problem(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return "a channel name is missing";
        foreach (var range in text.Split('/'))
        {
            var component = text[range];
            if (component.IsEmpty)
                return $"the channel name '{text}' has an empty component";
            if (component.Length > MaxComponentLength)
                return $"a component of the channel name '{text}' has {component.Length} characters; {MaxComponentLength} are allowed";
            if (component[0] is '.' or '-')
                return $"a component of the channel name '{text}' starts with '{component[0]}'";
            if (component.IndexOfAnyExcept(Allowed) is var bad and >= 0)
                return $"the channel name '{text}' has '{component[bad]}'; allowed are lower-case ASCII letters, digits, '_', '.' and '-'";
        }
        return null;
    }

    /// <exception cref="Foundation.Diagnostics.BadInputException">The text breaks a rule of CEP 26.</exception>
    public static ChannelName Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        Problem(s) is { } problem ? throw CondaDiagnostics.BadChannel.Refuse(null, problem) : new ChannelName(s.ToString());

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static ChannelName Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out ChannelName result)
    {
        var valid = Problem(s) is null;
        result = valid ? new ChannelName(s.ToString()) : default;
        return valid;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ChannelName result) =>
        TryParse(s.AsSpan(), provider, out result);

    public ReadOnlySpan<char> AsSpan() => _text;

    public int CompareTo(ChannelName other) => string.CompareOrdinal(ToString(), other.ToString());

    public bool Equals(ChannelName other) => string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    public override int GetHashCode() => string.GetHashCode(_text, StringComparison.Ordinal);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        WrappedText.TryFormat(_text, destination, out charsWritten);

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public override string ToString() => _text ?? "";
}
