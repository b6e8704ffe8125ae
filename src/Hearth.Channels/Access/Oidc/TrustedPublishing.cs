namespace Hearth.Channels.Access.Oidc;

/// <summary>Gives short-lived tokens to programs that a trusted issuer vouches for, so that no secret is stored where they run.</summary>
public sealed class TrustedPublishing(AccessStore store, LiveAccess live, TokenVerifier verifier)
{
    /// <summary>Long enough for one upload run.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    // Counted in the database, and so by all servers together. A run needs one; a matrix of builds starts dozens.
    private const int MostInAWindow = 60;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Exchanges an issuer's token for one of ours, good for all channels that trust its bearer.</summary>
    public async Task<MintOutcome> MintAsync(string text, CancellationToken cancellation)
    {
        await live.RefreshAsync(cancellation);
        var named = TokenVerifier.IssuerOf(text);
        if (live.Issuers.FirstOrDefault(trusted => trusted.Url == named) is not { } issuer)
            return new MintOutcome.Refused("this is not the token of an issuer that the instance trusts");
        switch (await verifier.VerifyAsync(text, issuer, cancellation))
        {
            case TokenVerification.IssuerAway(var reason):
                return new MintOutcome.TryLater(reason);
            case TokenVerification.Refused(var reason):
                return new MintOutcome.Refused(reason);
            case TokenVerification.Valid valid:
                var publishers = live.Publishers.Where(publisher => publisher.Fits(issuer.Url, valid.Claims)).ToList();
                return publishers.Count == 0
                    ? new MintOutcome.Refused($"no channel trusts '{valid.Subject}' of {issuer.Url} to publish")
                    : await MintAsync(issuer, valid, publishers, cancellation);
            default:
                throw new InvalidOperationException("an outcome of verification that is not known");
        }
    }

    private Task<MintOutcome> MintAsync(TrustedIssuer issuer, TokenVerification.Valid valid, List<TrustedPublisher> publishers, CancellationToken cancellation)
    {
        var request = new TokenRequest
        {
            Kind = TokenKind.Minted,
            Description = valid.Subject,
            Grants = [.. publishers.Select(publisher => publisher.Grant)],
            Lifetime = Lifetime,
        };
        var text = TokenText.New(store.Random);
        return store.ChangeAsync<MintOutcome>(
            $"{valid.Subject} of {issuer.Url}",
            async transaction =>
            {
                var since = transaction.Now - Window;
                var lately = await transaction.Session.NumberAsync(
                    $"SELECT count(*) FROM exchange WHERE issuer = {issuer.Url} AND subject = {valid.Subject} AND at > {since}", cancellation);
                if (lately >= MostInAWindow)
                    return new MintOutcome.TooMany($"'{valid.Subject}' has had {lately} tokens within a minute", Window);
                // One transaction with the making of ours: of two servers that are shown the same token, one finds it taken.
                var taken = await transaction.Session.ExecuteAsync(
                    $"""
                    INSERT INTO exchange(issuer, token, subject, at, expires) VALUES ({issuer.Url}, {valid.Id}, {valid.Subject}, {transaction.Now}, {valid.Expires + TokenVerifier.Tolerance})
                    ON CONFLICT DO NOTHING
                    """,
                    cancellation);
                return taken == 0
                    ? new MintOutcome.Refused("this token was exchanged before; each is good for one exchange")
                    : new MintOutcome.Minted(new NewToken(text, await Tokens.AddAsync(transaction, text, request)));
            },
            cancellation);
    }
}
