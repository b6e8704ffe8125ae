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
    DateTimeOffset Created,
    DateTimeOffset? Expires,
    DateTimeOffset? LastUsed);

/// <summary>A role on the channels of a pattern.</summary>
internal sealed record GrantLine(string Channel, string Role, IReadOnlyList<string> Names);

/// <summary>Users and teams, and what they may do.</summary>
internal sealed record PeopleDocument(string Schema, IReadOnlyList<UserLine> Users, IReadOnlyList<TeamLine> Teams);

/// <summary>A user.</summary>
internal sealed record UserLine(string Name, string DisplayName, bool Disabled, IReadOnlyList<GrantLine> Grants);

/// <summary>A team.</summary>
internal sealed record TeamLine(string Name, IReadOnlyList<string> Members, IReadOnlyList<GrantLine> Grants);
