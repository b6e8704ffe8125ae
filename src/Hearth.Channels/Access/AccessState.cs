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

    /// <summary>Who the bearer of a token is; null if the user that it acts for is disabled, or the token that it was begun with has ended.</summary>
    /// <param name="token">A token that is live.</param>
    /// <param name="now">The time.</param>
    public Principal? BearerOf(ApiToken token, DateTimeOffset now)
    {
        if (token.User is { } name && Users.GetValueOrDefault(name) is not { Disabled: null })
            return null;
        if (token.Parent is { } parent && Tokens.GetValueOrDefault(parent)?.Token.IsLiveAt(now) != true)
            return null;
        return Bearers.GetOrAdd(token.Id, static (_, given) => given.State.Make(given.Token), (State: this, Token: token));
    }

    private Principal Make(ApiToken token)
    {
        var (id, kind, ends) = token.Parent is { } parent ? (parent, TokenKind.Api, Tokens[parent].Token.Expires) : (token.Id, token.Kind, token.Kind == TokenKind.Session ? null : token.Expires);
        if (token.User is not { } name)
        {
            // Grants that came from a trusted publisher end with it.
            var grants = token.Grants.Where(grant => grant.TrustedPublisher is not { } trusted || Publishers.Any(publisher => publisher.Id == trusted));
            return new Principal { Actor = $"token:{id}", Token = token, Ends = ends, Grants = [.. grants] };
        }
        var teams = Teams.Where(team => team.Members.Contains(name)).Select(team => team.Name).ToList();
        return new Principal
        {
            Actor = kind == TokenKind.Session ? $"user:{name}" : $"user:{name} token:{id}",
            Token = token,
            Ends = ends,
            User = Users[name],
            Teams = teams,
            Grants = [.. Grants[Grantee.User(name)], .. teams.SelectMany(team => Grants[Grantee.Team(team)])],
        };
    }
}
