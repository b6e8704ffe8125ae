namespace Hearth.Channels.Access;

/// <summary>How an instance gets its first admin. There is no password to forget to change.</summary>
public static class FirstAdmin
{
    /// <summary>How long the first token lives: long enough to make an account, too short to become the way in.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Makes an admin token where nobody is admin: no user, no team with a user, no live token.</summary>
    /// <returns>The token, to be shown once; null where the instance has an admin.</returns>
    public static Task<NewToken?> CreateAsync(AccessStore store, CancellationToken cancellation)
    {
        var text = TokenText.New(store.Random);
        return store.ChangeAsync<NewToken?>(
            "hearth",
            async transaction =>
            {
                if (await HasAdminAsync(transaction))
                    return null;
                var request = new TokenRequest
                {
                    Grants = [new Grant { Channel = "*", Role = Role.Admin }],
                    Description = "first admin",
                    Lifetime = Lifetime,
                };
                return new NewToken(text, await Tokens.AddAsync(transaction, text, request));
            },
            cancellation);
    }

    private static async Task<bool> HasAdminAsync(AccessTransaction transaction)
    {
        var (session, cancellation) = (transaction.Session, transaction.Cancellation);
        var users = (await Users.ListAsync(session, cancellation)).Where(user => user.Disabled is null).Select(user => user.Name).ToHashSet();
        var teams = (await Teams.ListAsync(session, cancellation)).Where(team => team.Members.Any(users.Contains)).Select(team => team.Name).ToHashSet();
        var grants = await Grants.ListAsync(session, cancellation);
        if (grants.Any(row => row.Grant.Role == Role.Admin && (row.Grantee.IsTeam ? teams : users).Contains(row.Grantee.Name)))
            return true;
        var tokens = await TokenRows.AllAsync(session, cancellation);
        return tokens.Any(held => held.Token.IsLiveAt(transaction.Now) && held.Token.Grants.Any(grant => grant.Role == Role.Admin));
    }
}
