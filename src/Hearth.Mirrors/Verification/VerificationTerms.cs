namespace Hearth.Mirrors.Verification;

/// <summary>How a mirror is verified.</summary>
public sealed record VerificationTerms
{
    /// <summary>Whether every byte that is held is read and hashed, and not only counted. What was broken off goes on.</summary>
    public bool ReadsBytes { get; init; }

    /// <summary>Whether what is damaged or lost is fetched again, and views that are wrong are made anew.</summary>
    public bool Repairs { get; init; }
}
