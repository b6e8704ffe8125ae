using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Hearth.Channels.Access;

/// <summary>The name of a user or a team: 1 to 64 of <c>a-z 0-9 . _ -</c>, starting with a letter or digit. The default value is empty.</summary>
public readonly record struct AccountName : ISpanParsable<AccountName>, IComparable<AccountName>
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    private readonly string? _text;

    private AccountName(string text) => _text = text;

    /// <exception cref="Foundation.Diagnostics.BadInputException">The text is not a name.</exception>
    public static AccountName Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) => TryParse(s, provider, out var name)
        ? name
        : throw AccessDiagnostics.BadName.Refuse(null, $"'{s}' is not the name of a user or a team", "lower-case letters, digits, '.', '_' and '-', a letter or digit first");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static AccountName Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out AccountName result)
    {
        var valid = s.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(s[0]) && !s.ContainsAnyExcept(Allowed);
        result = valid ? new AccountName(s.ToString()) : default;
        return valid;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AccountName result) => TryParse(s.AsSpan(), provider, out result);

    public int CompareTo(AccountName other) => string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => _text ?? "";
}
