namespace Hearth.Channels.Access;

/// <summary>A token that someone wants.</summary>
public sealed record TokenRequest
{
    /// <summary>The user it shall act for; null for a token that stands for itself, with <see cref="Grants"/>.</summary>
    public AccountName? User { get; init; }

    /// <summary>What a token without a user may do.</summary>
    public IReadOnlyList<Grant> Grants { get; init; } = [];

    public TokenScope Scope { get; init; } = TokenScope.Unlimited;

    /// <summary>What it is for, in the words of whoever makes it.</summary>
    public string Description { get; init; } = "";

    /// <summary>How long it lives; null for as long as nobody revokes it.</summary>
    public TimeSpan? Lifetime { get; init; }

    public TokenKind Kind { get; init; } = TokenKind.Api;

    /// <summary>For a session, the token that it is begun with.</summary>
    public string? Parent { get; init; }
}
