using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Access.Oidc;

/// <summary>Checks the tokens of issuers (RFC 7519 §7.2, OpenID Connect Core 1.0 §3.1.3.7).</summary>
public sealed class TokenVerifier(IssuerDirectory directory, TimeProvider clock)
{
    /// <summary>How far the clocks of an issuer and of this server may differ.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <summary>The <c>iss</c> claim, unchecked, to find out whom to check with; null if the text is not a token.</summary>
    public static string? IssuerOf(string text) => JsonWebToken.TryParse(text, out var token) ? token.Text("iss") : null;

    /// <summary>Checks a token.</summary>
    /// <param name="text">What arrived.</param>
    /// <param name="issuer">Whose it must be, and for whom.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<TokenVerification> VerifyAsync(string text, TrustedIssuer issuer, CancellationToken cancellation)
    {
        if (!JsonWebToken.TryParse(text, out var token))
            return new TokenVerification.Refused("this is not a signed token");
        if (ProblemOf(token, issuer) is { } problem)
            return new TokenVerification.Refused(problem);
        try
        {
            var keys = await directory.KeysAsync(issuer.Url, token, cancellation);
            return keys.Any(key => key.Verifies(token))
                ? new TokenVerification.Valid(IdOf(token), token.Text("sub")!, token.Claims(), token.Instant("exp")!.Value)
                : new TokenVerification.Refused("the signature is not the issuer's");
        }
        catch (IssuerAwayException e)
        {
            return new TokenVerification.IssuerAway(e.Message);
        }
    }

    // What is signed, not the text: a signature can be written in several ways.
    private static string IdOf(JsonWebToken token) => token.Text("jti") is { Length: > 0 and <= 200 } id ? $"jti:{id}" : $"sha256:{Sha256.Of(token.Signed)}";

    private string? ProblemOf(JsonWebToken token, TrustedIssuer issuer)
    {
        var now = clock.GetUtcNow();
        if (token.Algorithm is not (SigningKey.Rs256 or SigningKey.Es256))
            return $"tokens must be signed with {SigningKey.Rs256} or {SigningKey.Es256}";
        if (token.HasExtensions)
            return "the token needs extensions that are not known here";
        if (token.Text("iss") != issuer.Url)
            return "the token is another issuer's";
        if (!token.IsFor(issuer.Audience))
            return $"the token is not for '{issuer.Audience}' (claim aud)";
        if (string.IsNullOrEmpty(token.Text("sub")))
            return "the token does not say of whom it speaks (claim sub)";
        if (token.Instant("exp") is not { } expires || expires <= now - Tolerance)
            return "the token has expired (claim exp)";
        return IsLater("nbf") || IsLater("iat") ? "the token is not valid yet (claims nbf, iat)" : null;

        bool IsLater(string claim) => token.Has(claim) && !(token.Instant(claim) <= now + Tolerance);
    }
}
