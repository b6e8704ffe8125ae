namespace Hearth.Server.Pages.Documents;

/// <summary>The tokens that the requester may know of.</summary>
internal sealed record TokensDocument(string Schema, bool All, IReadOnlyList<TokenLine> Tokens);

/// <summary>A token, without its secret.</summary>
internal sealed record TokenLine(
    string Id,
    string Description,
    string? User,
    string Creator,
    IReadOnlyList<GrantLine> Grants,
    IReadOnlyList<string> Channels,
    IReadOnlyList<string> Names,
    IReadOnlyList<string> Verbs,
    DateTimeOffset Created,
    DateTimeOffset? Expires,
    DateTimeOffset? LastUsed);

/// <summary>A role on the channels of a pattern.</summary>
internal sealed record GrantLine(string Channel, string Role, IReadOnlyList<string> Names);

/// <summary>A token that was just made; its secret is nowhere else.</summary>
internal sealed record MadeTokenDocument(string Schema, string Token, string Secret, string Description, DateTimeOffset? Expires, string? Replaces);

/// <summary>Where people sign in.</summary>
internal sealed record SignInDocument(string Schema, string? Issuer, string? Problem);

/// <summary>The users, their teams and what they may do.</summary>
internal sealed record PeopleDocument(string Schema, IReadOnlyList<UserLine> Users);

/// <summary>A user.</summary>
internal sealed record UserLine(string Name, string DisplayName, bool Disabled, IReadOnlyList<GrantLine> Grants, IReadOnlyList<string> Teams);

/// <summary>The teams that the reader may know of.</summary>
internal sealed record TeamsDocument(string Schema, bool All, IReadOnlyList<TeamLine> Teams);

/// <summary>A team.</summary>
internal sealed record TeamLine(string Name, IReadOnlyList<string> Members, IReadOnlyList<GrantLine> Grants);

/// <summary>The issuers that the instance trusts.</summary>
internal sealed record IssuersDocument(string Schema, IReadOnlyList<IssuerLine> Issuers);

/// <summary>An issuer, and how many publishers it vouches for.</summary>
internal sealed record IssuerLine(string Url, string Audience, int Publishers);

/// <summary>Who may do what on a channel.</summary>
internal sealed record AccessDocument(
    string Schema, string Channel, long Revision, IReadOnlyList<HolderLine> Grants, IReadOnlyList<PublisherLine> Publishers, IReadOnlyList<string> Issuers);

/// <summary>Who has which role.</summary>
internal sealed record HolderLine(string Grantee, string Channel, string Role, IReadOnlyList<string> Names);

/// <summary>A trusted publisher.</summary>
internal sealed record PublisherLine(long Id, string Issuer, IReadOnlyDictionary<string, string> Claims, IReadOnlyList<string> Names, IReadOnlyList<string> Owners);
