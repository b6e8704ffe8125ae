using Hearth.Channels.Log;

namespace Hearth.Channels.Access;

/// <summary>The kinds of change in the instance's log that are about who may do what.</summary>
public static class AccessChange
{
    /// <summary>What the kinds begin with that touch nothing but tokens.</summary>
    internal const string TokenPrefix = "token.";

    public static ChangeKind UserCreated { get; } = new("user.created");

    public static ChangeKind UserDisabled { get; } = new("user.disabled");

    public static ChangeKind UserEnabled { get; } = new("user.enabled");

    /// <summary>An issuer's subject now signs in as the user.</summary>
    public static ChangeKind UserLinked { get; } = new("user.linked");

    public static ChangeKind TeamCreated { get; } = new("team.created");

    public static ChangeKind TeamMembers { get; } = new("team.members");

    public static ChangeKind TeamDeleted { get; } = new("team.deleted");

    public static ChangeKind GrantSet { get; } = new("grant.set");

    public static ChangeKind GrantRemoved { get; } = new("grant.removed");

    public static ChangeKind TokenCreated { get; } = new("token.created");

    public static ChangeKind TokenRotated { get; } = new("token.rotated");

    public static ChangeKind TokenRevoked { get; } = new("token.revoked");

    public static ChangeKind IssuerTrusted { get; } = new("issuer.trusted");

    public static ChangeKind IssuerRemoved { get; } = new("issuer.removed");

    public static ChangeKind PublisherTrusted { get; } = new("publisher.trusted");

    public static ChangeKind PublisherRemoved { get; } = new("publisher.removed");
}
