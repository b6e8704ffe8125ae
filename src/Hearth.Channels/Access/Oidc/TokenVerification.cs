namespace Hearth.Channels.Access.Oidc;

/// <summary>What became of checking an issuer's token.</summary>
public abstract record TokenVerification
{
    private TokenVerification()
    {
    }

    /// <summary>It is the issuer's, for us, and for now.</summary>
    /// <param name="Id">What no two tokens of the issuer share: the <c>jti</c> claim (RFC 7519 §4.1.7), or where there is none the digest of the token.</param>
    /// <param name="Subject">The <c>sub</c> claim.</param>
    /// <param name="Claims">All claims that are texts, numbers or truths, as text.</param>
    /// <param name="Expires">The <c>exp</c> claim.</param>
    public sealed record Valid(string Id, string Subject, IReadOnlyDictionary<string, string> Claims, DateTimeOffset Expires) : TokenVerification;

    /// <summary>It is not.</summary>
    public sealed record Refused(string Reason) : TokenVerification;

    /// <summary>The issuer does not answer, so that nobody knows.</summary>
    public sealed record IssuerAway(string Reason) : TokenVerification;
}
