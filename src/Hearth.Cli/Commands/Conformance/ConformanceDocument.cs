using System.Text.Json.Serialization;
using Hearth.Server.Conformance;

namespace Hearth.Cli.Commands.Conformance;

/// <summary>What <c>hearth conformance --json</c> writes.</summary>
internal sealed record ConformanceDocument(
    string Channel,
    IReadOnlyList<string> Subdirs,
    DateTimeOffset Started,
    double Seconds,
    int Passed,
    int Failed,
    int Warnings,
    int Skipped,
    IReadOnlyList<JudgedCase> Results)
{
    [JsonPropertyOrder(-1)]
    public string Schema { get; } = "hearth.conformance.1";

    public static ConformanceDocument From(ConformanceReport report) => new(
        report.Channel,
        report.Subdirs,
        report.Started,
        Math.Round(report.Elapsed.TotalSeconds, 3),
        report.Count(Verdict.Passed),
        report.Count(Verdict.Failed),
        report.Count(Verdict.Warning),
        report.Count(Verdict.Skipped),
        [.. report.Results.Select(JudgedCase.From)]);
}
