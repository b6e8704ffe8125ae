using Hearth.Channels.Publish;

namespace Hearth.Channels.Access;

/// <summary>A selection of tokens; what is null or empty selects all.</summary>
public sealed record TokenFilter
{
    public AccountName? User { get; init; }

    /// <summary>The name of a channel that the token says it is for.</summary>
    public string? Channel { get; init; }

    /// <summary>An owner of outputs, such as a feedstock, that the token speaks for.</summary>
    public string? Owner { get; init; }

    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>The kinds wanted; by default those that people made for programs.</summary>
    public TokenKind Kind { get; init; } = TokenKind.Api;

    /// <summary>Whether to show those that were revoked, have expired or were rotated, too.</summary>
    public bool Ended { get; init; }

    internal bool Selects(ApiToken token, DateTimeOffset now) =>
        token.Kind == Kind
        && (User is null || token.User == User)
        && (Channel is null || Covers(token.Scope.Channels) || Covers([.. token.Grants.Select(grant => grant.Channel)]))
        && (Owner is null || token.Scope.Owners.Concat(token.Grants.SelectMany(grant => grant.Owners)).Contains(Owner, StringComparer.Ordinal))
        && !(CreatedBefore <= token.Created)
        && (Ended || (token.IsLiveAt(now) && token.Successor is null));

    private bool Covers(IReadOnlyList<string> patterns) => patterns.Any(pattern => NamePattern.Covers(pattern, Channel));
}
