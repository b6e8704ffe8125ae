namespace Hearth.Channels.Access;

/// <summary>What is known of a token. Its secret is not.</summary>
public sealed record ApiToken
{
    /// <summary>The half of the token's text that is not secret; names it in logs.</summary>
    public required string Id { get; init; }

    public required TokenKind Kind { get; init; }

    /// <summary>The user it acts for; null if it stands for itself, with <see cref="Grants"/> of its own.</summary>
    public AccountName? User { get; init; }

    public required string Description { get; init; }

    public required TokenScope Scope { get; init; }

    /// <summary>What a token without a user may do.</summary>
    public IReadOnlyList<Grant> Grants { get; init; } = [];

    /// <summary>Who made it.</summary>
    public required string Creator { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public DateTimeOffset? Revoked { get; init; }

    /// <summary>The token that it was rotated into.</summary>
    public string? Successor { get; init; }

    /// <summary>For a session that was begun with a token, that token: the session ends with it.</summary>
    public string? Parent { get; init; }

    /// <summary>When it was last presented, to the minute.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    public bool IsLiveAt(DateTimeOffset now) => Revoked is null && !(Expires <= now);
}
