using Hearth.Server.Conformance;

namespace Hearth.Cli.Commands.Conformance;

/// <summary>The result of one case in one place.</summary>
internal sealed record JudgedCase(
    string Id,
    string Title,
    string Source,
    string? Subdir,
    string Verdict,
    string? Reason,
    int FindingCount,
    IReadOnlyList<ToldFinding> Findings,
    double Seconds)
{
    public static JudgedCase From(CaseResult result) => new(
        result.Case.Id,
        result.Case.Title,
        result.Case.Source,
        result.Subdir,
        result.Verdict.ToString().ToLowerInvariant(),
        result.Reason,
        result.FindingCount,
        [.. result.Findings.Select(finding => new ToldFinding(finding.IsFailure ? "error" : "warning", finding.Request, finding.Expected, finding.Actual, finding.Hint))],
        Math.Round(result.Elapsed.TotalSeconds, 3));
}
