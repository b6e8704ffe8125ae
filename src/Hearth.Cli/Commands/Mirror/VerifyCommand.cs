using System.CommandLine;
using System.Globalization;
using Hearth.Cli.Output;
using Hearth.Foundation.Time;
using Hearth.Mirrors.Syncing;
using Hearth.Mirrors.Verification;

namespace Hearth.Cli.Commands.Mirror;

/// <summary><c>hearth mirror verify NAME</c>.</summary>
internal sealed class VerifyCommand : HearthCommand
{
    private readonly MirrorArgument _mirror = new();
    private readonly Option<bool> _bytes = new("--bytes") { Description = "Read and hash every byte that is held. What is broken off goes on the next time." };
    private readonly Option<bool> _repair = new("--repair") { Description = "Fetch what is damaged or lost again, from whichever source has it, and make wrong views anew." };
    private readonly Option<string?> _token = TokenFile.Option();

    public VerifyCommand()
        : base(
            "verify",
            "Compare a mirror with its source as both are now, its views with its log, and what it holds with what it lists. Changes nothing without --repair.",
            new Example("hearth mirror verify forge --data ./hearth-data --json", "for a monitor"),
            new Example("hearth mirror verify forge --bytes --repair --data ./hearth-data", "every byte, and fetch again what is damaged"))
    {
        _mirror.AddTo(this);
        foreach (var option in (Option[])[_bytes, _repair, _token])
            Options.Add(option);
        Runs(RunAsync);
    }

    private async Task<ExitCode> RunAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        await using var instance = await _mirror.OpenAsync(parsed, cancellation);
        var channel = await _mirror.FindAsync(parsed, instance, cancellation);
        using var upstream = MirrorDefinition.Open(channel.Settings.Mirror!, TokenFile.Read(parsed, _token), TimeProvider.System);
        var terms = new VerificationTerms { ReadsBytes = parsed.GetValue(_bytes), Repairs = parsed.GetValue(_repair) };
        using var line = new ProgressLine(output);
        var report = await new MirrorVerification(instance.Store, upstream, terms).RunAsync(channel, new SyncCommand.Shown(line), cancellation);
        line.Dispose();
        output.Report(report.Problems);
        if (output.IsJson)
            output.Document(MirrorVerificationDocument.Of(channel.Name.ToString(), report), CliJson.Default.MirrorVerificationDocument);
        else
            Print(channel.Name.ToString(), report, output);
        return report.Problems.Count == 0 ? ExitCode.Done : ExitCode.ProblemFound;
    }

    private static void Print(string channel, VerificationReport report, CommandOutput output)
    {
        output.Line(string.Create(
            CultureInfo.InvariantCulture, $"{channel} and {report.Source} at {Rfc3339.Format(report.At)}: {report.Compared:n0} artifacts compared, {report.Problems.Count:n0} problems"));
        if (report.Bytes > 0)
            output.Line(string.Create(CultureInfo.InvariantCulture, $"  read      {report.Looked:n0} artifacts, {ProgressLine.Size(report.Bytes)}{(report.IsResumed ? ", going on where the last reading was broken off" : "")}"));
        if (report.Withdrawn > 0)
            output.Line(string.Create(CultureInfo.InvariantCulture, $"  held      {report.Withdrawn:n0} artifacts that the source no longer lists"));
        if (report.Repaired.Count > 0)
            output.Line(string.Create(CultureInfo.InvariantCulture, $"  repaired  {report.Repaired.Count:n0} artifacts"));
    }
}
