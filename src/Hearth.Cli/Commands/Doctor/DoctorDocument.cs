namespace Hearth.Cli.Commands.Doctor;

/// <summary>The document of <c>hearth doctor --json</c>.</summary>
internal sealed record DoctorDocument(string Schema, bool IsFine, IReadOnlyList<DoctorFinding> Findings);

/// <summary>A finding, as the document has it.</summary>
internal sealed record DoctorFinding(string Name, string Verdict, string Message, string? Hint)
{
    public static DoctorFinding Of(Finding finding) => new(finding.Name, finding.Verdict.ToString().ToLowerInvariant(), finding.Message, finding.Hint);
}
