using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Hearth.Channels.Access;

/// <summary>Who may do what at one revision of the instance's log, in memory.</summary>
internal sealed record AccessState
{
    public static AccessState Empty { get; } = new() { Revision = -1, Bearers = [] };

    /// <summary>The last change of the instance's log that it contains.</summary>
    public required long Revision { get; init; }

    public FrozenDictionary<AccountName, User> Users { get; init; } = FrozenDictionary<AccountName, User>.Empty;

    public IReadOnlyList<Team> Teams { get; init; } = [];

    public ILookup<Grantee, Grant> Grants { get; init; } = Array.Empty<(Grantee Grantee, Grant Grant)>().ToLookup(row => row.Grantee, row => row.Grant);

    public IReadOnlyList<TrustedIssuer> Issuers { get; init; } = [];

    public IReadOnlyList<TrustedPublisher> Publishers { get; init; } = [];

    /// <summary>The tokens that were live when they were read, by their names.</summary>
    public ImmutableDictionary<string, HeldToken> Tokens { get; init; } = ImmutableDictionary<string, HeldToken>.Empty;

    /// <summary>The bearers that were asked for; each state starts without any.</summary>
    public required ConcurrentDictionary<string, Principal> Bearers { get; init; }

    /// <summary>Who the bearer of a token is; null if the user that it acts for is disabled.</summary>
    public Principal? BearerOf(ApiToken token)
    {
        if (token.User is { } name && Users.GetValueOrDefault(name) is not { Disabled: null })
            return null;
        return Bearers.GetOrAdd(token.Id, static (_, given) => given.State.Make(given.Token), (State: this, Token: token));
    }

    private Principal Make(ApiToken token)
    {
        if (token.User is not { } name)
        {
            // Grants that came from a trusted publisher end with it.
            var grants = token.Grants.Where(grant => grant.TrustedPublisher is not { } id || Publishers.Any(publisher => publisher.Id == id));
            return new Principal { Actor = $"token:{token.Id}", Token = token, Grants = [.. grants] };
        }
        var teams = Teams.Where(team => team.Members.Contains(name)).Select(team => team.Name).ToList();
        return new Principal
        {
            Actor = token.Kind == TokenKind.Session ? $"user:{name}" : $"user:{name} token:{token.Id}",
            Token = token,
            User = Users[name],
            Teams = teams,
            Grants = [.. Grants[Grantee.User(name)], .. teams.SelectMany(team => Grants[Grantee.Team(team)])],
        };
    }
}
