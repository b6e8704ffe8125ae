using Hearth.Channels.Access;
using Hearth.Foundation.Time;

namespace Hearth.Server.Api;

/// <summary>A role on the channels that a pattern covers.</summary>
internal sealed record GrantDocument(string Channel, string Role, IReadOnlyList<string>? Names, IReadOnlyList<string>? Owners)
{
    public static GrantDocument Of(Grant grant) => new(grant.Channel, grant.Role.Word(), grant.Names, grant.Owners);

    /// <exception cref="Foundation.Diagnostics.BadInputException">There is no such role.</exception>
    public Grant Read() => new() { Channel = Channel, Role = AccessWords.ReadRole(Role ?? ""), Names = Names ?? [], Owners = Owners ?? [] };
}

/// <summary>Who has which role.</summary>
internal sealed record HeldGrant(string Grantee, string Channel, string Role, IReadOnlyList<string>? Names, IReadOnlyList<string>? Owners)
{
    public static HeldGrant Of((Grantee Grantee, Grant Grant) row) =>
        new(row.Grantee.ToString(), row.Grant.Channel, row.Grant.Role.Word(), row.Grant.Names, row.Grant.Owners);
}

/// <summary>Grants, by who has them.</summary>
internal sealed record GrantList(string Schema, IReadOnlyList<HeldGrant> Grants);

/// <summary>The role that someone shall have on a channel.</summary>
internal sealed record NewGrant(string Role, IReadOnlyList<string>? Names, IReadOnlyList<string>? Owners);

/// <summary>A token to be made: for a user (without a word, the requester), or with grants of its own. What is left out limits nothing.</summary>
internal sealed record NewTokenDocument(
    string? User,
    IReadOnlyList<GrantDocument>? Grants,
    IReadOnlyList<string>? Channels,
    IReadOnlyList<string>? Names,
    IReadOnlyList<string>? Verbs,
    IReadOnlyList<string>? Owners,
    string? Description,
    long? LifetimeSeconds);

/// <summary>How long a token goes on beside its successor.</summary>
internal sealed record Rotation(long? GraceSeconds);

/// <summary>A token without its secret.</summary>
internal sealed record TokenDocument(
    string Schema,
    string Id,
    string? User,
    string Description,
    IReadOnlyList<GrantDocument> Grants,
    IReadOnlyList<string> Channels,
    IReadOnlyList<string> Names,
    IReadOnlyList<string> Verbs,
    IReadOnlyList<string> Owners,
    string Creator,
    string Created,
    string? Expires,
    string? Revoked,
    string? LastUsed,
    string? Successor)
{
    /// <summary>The token itself, in the answer that made it and never again.</summary>
    public string? Token { get; init; }

    public static TokenDocument Of(ApiToken token) => new(
        "hearth.token.1",
        token.Id,
        token.User?.ToString(),
        token.Description,
        [.. token.Grants.Select(GrantDocument.Of)],
        token.Scope.Channels,
        token.Scope.Names,
        token.Scope.Verbs.Words(),
        token.Scope.Owners,
        token.Creator,
        Rfc3339.Format(token.Created),
        Text(token.Expires),
        Text(token.Revoked),
        Text(token.LastUsed),
        token.Successor);

    public static TokenDocument Of(NewToken made) => Of(made.Token) with { Token = made.Text.Reveal() };

    private static string? Text(DateTimeOffset? instant) => instant is { } known ? Rfc3339.Format(known) : null;
}

/// <summary>Tokens in the order in which they were made.</summary>
internal sealed record TokenList(string Schema, IReadOnlyList<TokenDocument> Tokens);

/// <summary>An account to be made.</summary>
internal sealed record NewUser(string Name, string? DisplayName);

/// <summary>A user.</summary>
internal sealed record UserDocument(string Schema, string Name, string DisplayName, string Created, string? Disabled, IReadOnlyList<GrantDocument> Grants, IReadOnlyList<string> Teams);

/// <summary>All users, sorted.</summary>
internal sealed record UserList(string Schema, IReadOnlyList<UserDocument> Users);

/// <summary>How an issuer knows a user.</summary>
internal sealed record Identity(string Issuer, string Subject);

/// <summary>A team to be made.</summary>
internal sealed record NewTeam(string Name, IReadOnlyList<string>? Members);

/// <summary>The users in a team.</summary>
internal sealed record MemberList(IReadOnlyList<string> Members);

/// <summary>A team.</summary>
internal sealed record TeamDocument(string Schema, string Name, IReadOnlyList<string> Members, IReadOnlyList<GrantDocument> Grants);

/// <summary>All teams, sorted.</summary>
internal sealed record TeamList(string Schema, IReadOnlyList<TeamDocument> Teams);

/// <summary>An issuer whose tokens are exchanged for ours.</summary>
internal sealed record IssuerEntry(string Url, string Audience);

/// <summary>The issuers that are trusted.</summary>
internal sealed record IssuerList(string Schema, IReadOnlyList<IssuerEntry> Issuers);

/// <summary>A publisher to be trusted.</summary>
internal sealed record NewPublisher(string Issuer, IReadOnlyDictionary<string, string> Claims, IReadOnlyList<string>? Names, IReadOnlyList<string>? Owners);

/// <summary>A trusted publisher.</summary>
internal sealed record PublisherDocument(string Schema, long Id, string Channel, string Issuer, IReadOnlyDictionary<string, string> Claims, IReadOnlyList<string> Names, IReadOnlyList<string> Owners)
{
    public static PublisherDocument Of(TrustedPublisher publisher) =>
        new("hearth.publisher.1", publisher.Id, publisher.Channel, publisher.Issuer, publisher.Claims, publisher.Names, publisher.Owners);
}

/// <summary>The publishers that a channel trusts, oldest first.</summary>
internal sealed record PublisherList(string Schema, IReadOnlyList<PublisherDocument> Publishers);
