using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary>A token as <c>--json</c> shows it.</summary>
internal sealed record ListedToken(
    string Id,
    string? User,
    string Description,
    IReadOnlyList<string> Channels,
    IReadOnlyList<string> Names,
    IReadOnlyList<string> Verbs,
    IReadOnlyList<string> Owners,
    IReadOnlyList<string> Roles,
    string Creator,
    DateTimeOffset Created,
    DateTimeOffset? Expires,
    DateTimeOffset? Revoked,
    DateTimeOffset? LastUsed,
    string? Successor)
{
    /// <summary>The token itself, where it was just made; never again after that.</summary>
    public string? Token { get; init; }

    /// <summary>The token that it takes the place of.</summary>
    public string? Replaces { get; init; }

    public static ListedToken Of(ApiToken token) => new(
        token.Id,
        token.User?.ToString(),
        token.Description,
        token.Scope.Channels,
        token.Scope.Names,
        token.Scope.Verbs.Words(),
        [.. token.Scope.Owners.Concat(token.Grants.SelectMany(grant => grant.Owners)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        [.. token.Grants.Select(grant => grant.Role == Role.Admin ? grant.Role.Word() : $"{grant.Role.Word()} on {grant.Channel}")],
        token.Creator,
        token.Created,
        token.Expires,
        token.Revoked,
        token.LastUsed,
        token.Successor);

    public static ListedToken Of(NewToken made, string? replaces = null) => Of(made.Token) with { Token = made.Text.Reveal(), Replaces = replaces };

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        var holder = User is null ? string.Join(", ", Roles) : $"user {User}";
        var end = Revoked is not null ? "revoked" : Expires is { } expires ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"until {expires:yyyy-MM-dd HH:mm}Z") : "no end";
        return $"{Id}  {holder}  {end}  {Description}".TrimEnd();
    }
}
