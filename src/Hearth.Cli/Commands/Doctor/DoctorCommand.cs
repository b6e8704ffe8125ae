using Hearth.Cli.Settings;

namespace Hearth.Cli.Commands.Doctor;

/// <summary><c>hearth doctor</c>: what would keep a server from its work.</summary>
internal sealed class DoctorCommand : HearthCommand
{
    private readonly SettingOptions _settings = new(SettingCatalog.All);

    public DoctorCommand()
        : base(
            "doctor",
            "Examine an installation: folder, disk, database, blobs, clock, certificate, port. Changes nothing.",
            new Example("hearth doctor --data ./hearth-data", "before the first start, or when something is wrong"),
            new Example("hearth doctor --data ./hearth-data --json", "for monitoring"))
    {
        _settings.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            var findings = await new Examination(_settings.Read(parsed), TimeProvider.System).RunAsync(cancellation);
            var isFine = findings.All(finding => finding.Verdict != Verdict.Problem);
            if (output.IsJson)
                output.Document(new DoctorDocument("hearth.doctor.1", isFine, [.. findings.Select(DoctorFinding.Of)]), CliJson.Default.DoctorDocument);
            foreach (var finding in output.IsJson ? [] : findings)
            {
                output.Line($"{finding.Verdict.ToString().ToLowerInvariant(),-8} {finding.Name}: {finding.Message}");
                if (finding.Hint is { } hint)
                    output.Line($"         {hint}");
            }
            return isFine ? ExitCode.Done : ExitCode.ProblemFound;
        });
    }
}
