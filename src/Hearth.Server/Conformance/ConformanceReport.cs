namespace Hearth.Server.Conformance;

/// <summary>What a run found.</summary>
/// <param name="Channel">The channel's URL, without credentials.</param>
/// <param name="Subdirs">The subdirs that were looked at.</param>
/// <param name="Results">In the order of <see cref="CaseCatalog.All"/>, then of the subdirs.</param>
/// <param name="Started">When the run began.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record ConformanceReport(
    string Channel, IReadOnlyList<string> Subdirs, IReadOnlyList<CaseResult> Results, DateTimeOffset Started, TimeSpan Elapsed)
{
    public int Count(Verdict verdict) => Results.Count(result => result.Verdict == verdict);
}
