using System.Diagnostics.CodeAnalysis;

namespace Hearth.Channels.Access;

/// <summary>Who has a grant: a user or a team. Written <c>user:ann</c> and <c>team:core</c>.</summary>
public readonly record struct Grantee(bool IsTeam, AccountName Name) : ISpanParsable<Grantee>
{
    private const string UserPrefix = "user:";
    private const string TeamPrefix = "team:";

    public static Grantee User(AccountName name) => new(IsTeam: false, name);

    public static Grantee Team(AccountName name) => new(IsTeam: true, name);

    /// <exception cref="Foundation.Diagnostics.BadInputException">The text names no user and no team.</exception>
    public static Grantee Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var grantee) ? grantee : throw AccessDiagnostics.BadName.Refuse(null, $"'{s}' is neither user:NAME nor team:NAME");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static Grantee Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Grantee result)
    {
        result = default;
        var isTeam = s.StartsWith(TeamPrefix, StringComparison.Ordinal);
        if (!isTeam && !s.StartsWith(UserPrefix, StringComparison.Ordinal))
            return false;
        if (!AccountName.TryParse(s[UserPrefix.Length..], provider, out var name))
            return false;
        result = new Grantee(isTeam, name);
        return true;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Grantee result) => TryParse(s.AsSpan(), provider, out result);

    public override string ToString() => (IsTeam ? TeamPrefix : UserPrefix) + Name;
}
