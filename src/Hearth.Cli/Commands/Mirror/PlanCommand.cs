using System.CommandLine;
using System.Globalization;
using Hearth.Channels.Log;
using Hearth.Cli.Output;
using Hearth.Mirrors;
using Hearth.Mirrors.Planning;
using Hearth.Mirrors.Syncing;
using Hearth.Mirrors.Upstream;

namespace Hearth.Cli.Commands.Mirror;

/// <summary><c>hearth mirror plan SOURCE</c>: what a mirror would hold and cost, before a byte of a package moves.</summary>
internal sealed class PlanCommand : HearthCommand
{
    private const int MostLines = 10;

    private readonly Argument<string> _source = new("SOURCE") { Description = "The http(s) URL of a channel, oci://HOST/PATH, s3://BUCKET/PREFIX, or a channel folder." };
    private readonly SelectionOptions _selection = new();
    private readonly HostOptions _hosts = HostOptions.OfChannel();
    private readonly Option<string?> _token = TokenFile.Option();
    private readonly Option<string[]> _restricted = new("--restricted") { Description = "Warn of this name; may be given several times. Without it: names known to forbid redistribution.", HelpName = "NAME" };

    private readonly BandwidthOption _bandwidth = new("Megabits a second, for the time that the bytes would take.") { DefaultValueFactory = _ => 100 };

    public PlanCommand()
        : base(
            "plan",
            "Say what a mirror of a channel would hold: files, bytes, licences, time. Only metadata is read; packages are not touched.",
            new Example("hearth mirror plan https://example.org/forge --subdir linux-64", "one subdir and noarch"),
            new Example("hearth mirror plan https://example.org/forge --include 'python >=3.13' --newest 1 --with-dependencies", "a part that installs by itself"),
            new Example("hearth mirror plan https://example.org/forge --exclude '*[license=\"GPL*\"]' --json", "each file with the reason for it"))
    {
        Arguments.Add(_source);
        _selection.AddTo(this);
        _hosts.AddTo(this);
        foreach (var option in (Option[])[_token, _restricted, _bandwidth])
            Options.Add(option);
        Runs(RunAsync);
    }

    private async Task<ExitCode> RunAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        var settings = _selection.Fill(parsed, _hosts.Fill(parsed, new MirrorSettings { Sources = [parsed.GetRequiredValue(_source)] }));
        var selection = MirrorDefinition.SelectionOf(settings) with
        {
            RestrictedNames = parsed.GetValue(_restricted) is { Length: > 0 } names ? names : MirrorSelection.DefaultRestrictedNames,
        };
        using var upstream = MirrorDefinition.Open(settings, TokenFile.Read(parsed, _token), TimeProvider.System);
        using var work = new WorkFolder();
        using var line = new ProgressLine(output);
        var planner = new MirrorPlanner(new UpstreamChannel(upstream, work.Path), selection, TimeProvider.System);
        var plan = await planner.PlanAsync(new Shown(line), cancellation);
        line.Dispose();
        var time = plan.TimeAt(_bandwidth.BytesPerSecond(parsed)!.Value);
        if (output.IsJson)
            output.Document(MirrorPlanDocument.Of(plan, time), CliJson.Default.MirrorPlanDocument);
        else
            Print(plan, time, parsed.GetValue(_bandwidth)!.Value, output);
        return plan.Unsatisfied.Count == 0 ? ExitCode.Done : ExitCode.ProblemFound;
    }

    private static void Print(MirrorPlan plan, TimeSpan time, double bandwidth, CommandOutput output)
    {
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Artifacts.Count:n0} files, {ProgressLine.Size(plan.Bytes)}, {(int)time.TotalHours}:{time:mm\\:ss} at {bandwidth:0.#} Mbit/s"));
        foreach (var (subdir, count, bytes) in plan.OfSubdirs)
            output.Line(string.Create(CultureInfo.InvariantCulture, $"  {subdir,-16} {count,9:n0} files  {ProgressLine.Size(bytes),10}"));
        if (plan.Artifacts.Count > 0)
            output.Line("licences:");
        foreach (var (license, count, bytes) in plan.Licenses.Take(MostLines))
            output.Line(string.Create(CultureInfo.InvariantCulture, $"  {count,9:n0} files  {ProgressLine.Size(bytes),10}  {license}"));
        if (plan.Licenses.Count > MostLines)
            output.Line(string.Create(CultureInfo.InvariantCulture, $"  and {plan.Licenses.Count - MostLines:n0} more; --json has all"));
        foreach (var artifact in plan.Restricted.DistinctBy(artifact => artifact.Record.Name).Take(MostLines))
            output.Report(MirrorDiagnostics.NotToBeGivenOut.In(artifact.Record.ToString(), $"'{artifact.Record.Name}' may not be given to others", $"--exclude {artifact.Record.Name}"));
        foreach (var missing in plan.Unsatisfied.Take(MostLines))
            output.Report(MirrorDiagnostics.Unsatisfied.In(missing.NeededBy, $"nothing for {missing.Subdir} satisfies '{missing.Dependency}'"));
        if (plan.Unsatisfied.Count > MostLines)
            output.Note(string.Create(CultureInfo.InvariantCulture, $"and {plan.Unsatisfied.Count - MostLines:n0} more dependencies that nothing satisfies; --json has all"));
    }

    private sealed class Shown(ProgressLine line) : IProgress<string>
    {
        public void Report(string value) => line.Show(value);
    }

    private sealed class WorkFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("hearth-mirror-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
