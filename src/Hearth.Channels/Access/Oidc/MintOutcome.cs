namespace Hearth.Channels.Access.Oidc;

/// <summary>What became of asking for a token in exchange for an issuer's.</summary>
public abstract record MintOutcome
{
    private MintOutcome()
    {
    }

    /// <summary>A token that lives for minutes.</summary>
    public sealed record Minted(NewToken Token) : MintOutcome;

    /// <summary>The issuer's token is not good here, or names nobody whom a channel trusts.</summary>
    public sealed record Refused(string Reason) : MintOutcome;

    /// <summary>The issuer's token is good, but its bearer asks too often.</summary>
    public sealed record TooMany(string Reason, TimeSpan RetryAfter) : MintOutcome;

    /// <summary>The issuer does not answer.</summary>
    public sealed record TryLater(string Reason) : MintOutcome;
}
