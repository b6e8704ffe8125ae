using Hearth.Channels.Log;
using Hearth.Conda.Names;

namespace Hearth.Channels.Access;

/// <summary>
/// Who makes a request: nobody in particular, a user, or a token. All questions of access are answered here, from what is held
/// in memory.
/// </summary>
public sealed record Principal
{
    /// <summary>Who sent no credential.</summary>
    public static Principal Anonymous { get; } = new() { Actor = "anonymous" };

    /// <summary>Who it is, as the log says.</summary>
    public required string Actor { get; init; }

    /// <summary>The user that acts, or for whom the token acts.</summary>
    public User? User { get; init; }

    /// <summary>The token or session by which it is known.</summary>
    public ApiToken? Token { get; init; }

    /// <summary>When the credential ends for good; null if never, or if a person has signed in, who may do so again.</summary>
    public DateTimeOffset? Ends { get; init; }

    /// <summary>The teams of the user.</summary>
    public IReadOnlyList<AccountName> Teams { get; init; } = [];

    /// <summary>What the user, its teams, or the token without a user may do; the token's scope is not taken off yet.</summary>
    public IReadOnlyList<Grant> Grants { get; init; } = [];

    /// <summary>Why the credential that was sent is not accepted; null if none was sent or it is.</summary>
    public string? Problem { get; init; }

    public bool IsIdentified => Token is not null || User is not null;

    private TokenScope Scope => Token?.Scope ?? TokenScope.Unlimited;

    /// <summary>Who sent a credential that is not accepted.</summary>
    /// <param name="problem">Why not, for the sender.</param>
    public static Principal Unaccepted(string problem) => Anonymous with { Problem = problem };

    /// <summary>Whether it may read a channel. Everyone may read what is not private, with whatever credential.</summary>
    public Decision MayRead(ManagedChannel channel) => channel.Settings.Private ? May(Role.Reader, channel.Name) : Decision.Allowed;

    /// <summary>Whether it may publish packages of a name.</summary>
    /// <param name="channel">Where.</param>
    /// <param name="package">The name; null asks whether it may publish anything.</param>
    public Decision MayPublish(ManagedChannel channel, string? package) => May(Role.Publisher, channel.Name, package);

    /// <summary>Whether it may remove, restore, label and patch what a channel holds.</summary>
    public Decision MayManage(ManagedChannel channel) => May(Role.Maintainer, channel.Name);

    /// <summary>Whether it may change a channel's settings, and who has a role there.</summary>
    public Decision MayOwn(ManagedChannel channel) => May(Role.Owner, channel.Name);

    /// <summary>Whether it may change users, teams, tokens and channels of the instance.</summary>
    public Decision MayAdminister() => May(Role.Admin, default);

    /// <summary>Whether it acts in a role, or in one that includes it, on a channel.</summary>
    public Decision May(Role role, ChannelName channel, string? package = null)
    {
        if (!IsIdentified)
            return Problem is null ? new Decision(Verdict.Unidentified, $"{Needed()}; no credential was sent") : Decision.Refused(Problem);
        if (!Scope.Verbs.HasFlag(role.Verb()))
            return Decision.Refused($"{Needed()}; the token is not for '{role.Verb().Words()[0]}'");
        if (role < Role.Admin && !Scope.Covers(channel))
            return Decision.Refused($"the token is not for the channel '{channel}'");
        // Whoever administers can do anything on any channel in the end: a token for some of them must not.
        if (role == Role.Admin && Scope.IsPartial)
            return Decision.Refused("the token is limited to some channels, names or owners, and administers nothing");
        if (package is not null && !Scope.CoversPackage(package))
            return Decision.Refused($"the token is not for packages named '{package}'");
        if (Grants.Any(grant => grant.Gives(role, channel, package)))
            return Decision.Allowed;
        return package is not null && Grants.Any(grant => grant.Gives(role, channel))
            ? Decision.Refused($"{Actor} may publish to '{channel}', but not packages named '{package}'")
            : Decision.Refused($"{Needed()}, which {Actor} has not");

        string Needed() => role == Role.Admin ? "this needs the role admin" : $"this needs the role {role.Word()} on '{channel}'";
    }

    /// <summary>
    /// The owners of outputs that it speaks for on a channel, sorted: feedstocks by their names, itself as <c>user:NAME</c>, its teams as
    /// <c>team:NAME</c>. So nobody becomes a feedstock by taking its name for an account.
    /// </summary>
    public IReadOnlyList<string> OwnersOn(ChannelName channel)
    {
        IEnumerable<string> owners = Grants.Where(grant => grant.Gives(Role.Publisher, channel)).SelectMany(grant => grant.Owners);
        if (User is not null)
            owners = [.. owners, Grantee.User(User.Name).ToString(), .. Teams.Select(team => Grantee.Team(team).ToString())];
        return [.. owners.Where(Scope.CoversOwner).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether it may have a token made: for itself, not wider and not for longer than what it holds; or, as an owner, for machines on its channels.</summary>
    /// <param name="request">The token.</param>
    /// <param name="now">The time.</param>
    public Decision MayIssue(TokenRequest request, DateTimeOffset now)
    {
        if (!IsIdentified || request.Kind != TokenKind.Api)
            return MayAdminister();
        if (!Scope.Includes(request.Scope))
            return Decision.Refused("the token that asks for another may do less than that one should");
        if (MayAdminister().IsAllowed)
            return Decision.Allowed;
        if (Ends is { } ends && !(now + request.Lifetime <= ends))
            return Decision.Refused("the token that asks for another ends before that one should");
        if (request.User is { } user)
            return User?.Name == user ? Decision.Allowed : Decision.Refused("only an admin makes tokens for others");
        return request.Grants.Select(MayGrant).FirstOrDefault(decision => !decision.IsAllowed, Decision.Allowed);
    }

    /// <summary>Whether it may give a role to someone, or take it away: as an owner of every channel that it covers, and no more than it has itself.</summary>
    public Decision MayGrant(Grant grant)
    {
        if (MayAdminister().IsAllowed)
            return Decision.Allowed;
        if (grant.Role == Role.Admin)
            return Decision.Refused("only an admin makes admins");
        return Owns(grant) ? Decision.Allowed : Decision.Refused($"only an owner of '{grant.Channel}', who is held to no fewer names, decides who may do what there");
    }

    /// <summary>Whether it may see, rotate and revoke a token: its own, those of its user that may do no more than it, or, as an owner, those of machines on its channels.</summary>
    public Decision MayManage(ApiToken token)
    {
        if (MayAdminister().IsAllowed || token.Id == Token?.Id || token.Id == Token?.Parent)
            return Decision.Allowed;
        if (User is not null && token.User == User.Name)
            return Scope.Includes(token.Scope) ? Decision.Allowed : Decision.Refused("the token may do more than the one that asks");
        return token.User is null && token.Grants.Count > 0 && token.Grants.All(Owns) ? Decision.Allowed : Decision.Refused("the token is somebody else's");
    }

    private bool Owns(Grant wanted) =>
        wanted.Role < Role.Admin
        && Scope.Includes(new TokenScope { Channels = [wanted.Channel], Verbs = Verbs.Manage, Names = Scope.Names, Owners = Scope.Owners })
        && Scope is { Names.Count: 0, Owners.Count: 0 }
        && Grants.Any(held => held.Role >= Role.Owner
            && (held.Role == Role.Admin || (Patterns.Includes(held.Channel, wanted.Channel) && Patterns.Includes(held.Names, wanted.Names, Patterns.Includes))));
}
