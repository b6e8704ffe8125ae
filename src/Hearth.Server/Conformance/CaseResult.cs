namespace Hearth.Server.Conformance;

/// <summary>What one case found in one place.</summary>
/// <param name="Case">The case.</param>
/// <param name="Subdir">The subdir that it looked at; null for the channel as a whole.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Reason">Why it was skipped; null otherwise.</param>
/// <param name="Findings">What is wrong, the first few in full.</param>
/// <param name="FindingCount">How many findings there are.</param>
/// <param name="Elapsed">How long it took, waiting for what it shares with other cases included.</param>
public sealed record CaseResult(
    ConformanceCase Case,
    string? Subdir,
    Verdict Verdict,
    string? Reason,
    IReadOnlyList<Finding> Findings,
    int FindingCount,
    TimeSpan Elapsed);
