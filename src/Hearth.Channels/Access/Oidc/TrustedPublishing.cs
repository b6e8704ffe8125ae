namespace Hearth.Channels.Access.Oidc;

/// <summary>Gives short-lived tokens to programs that a trusted issuer vouches for, so that no secret is stored where they run.</summary>
public sealed class TrustedPublishing(AccessStore store, LiveAccess live, TokenVerifier verifier)
{
    /// <summary>Long enough for one upload run.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

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
            case TokenVerification.Valid(var subject, var claims):
                var publishers = live.Publishers.Where(publisher => publisher.Fits(issuer.Url, claims)).ToList();
                return publishers.Count == 0
                    ? new MintOutcome.Refused($"no channel trusts '{subject}' of {issuer.Url} to publish")
                    : new MintOutcome.Minted(await MintAsync(issuer, subject, publishers, cancellation));
            default:
                throw new InvalidOperationException("an outcome of verification that is not known");
        }
    }

    private Task<NewToken> MintAsync(TrustedIssuer issuer, string subject, List<TrustedPublisher> publishers, CancellationToken cancellation)
    {
        var request = new TokenRequest
        {
            Kind = TokenKind.Minted,
            Description = subject,
            Grants = [.. publishers.Select(publisher => publisher.Grant)],
            Lifetime = Lifetime,
        };
        return store.Tokens.CreateAsync(request, $"{subject} of {issuer.Url}", cancellation);
    }
}
