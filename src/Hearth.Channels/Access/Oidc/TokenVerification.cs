namespace Hearth.Channels.Access.Oidc;

/// <summary>What became of checking an issuer's token.</summary>
public abstract record TokenVerification
{
    private TokenVerification()
    {
    }

    /// <summary>It is the issuer's, for us, and for now.</summary>
    /// <param name="Subject">The <c>sub</c> claim.</param>
    /// <param name="Claims">All claims that are texts, numbers or truths, as text.</param>
    public sealed record Valid(string Subject, IReadOnlyDictionary<string, string> Claims) : TokenVerification;

    /// <summary>It is not.</summary>
    public sealed record Refused(string Reason) : TokenVerification;

    /// <summary>The issuer does not answer, so that nobody knows.</summary>
    public sealed record IssuerAway(string Reason) : TokenVerification;
}
