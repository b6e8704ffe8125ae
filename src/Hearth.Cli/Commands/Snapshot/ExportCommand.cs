using System.CommandLine;
using Hearth.Channels.History;
using Hearth.Cli.Commands.Channel;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary><c>hearth snapshot export CHANNEL MOMENT TARGET</c>: a state as plain files.</summary>
internal sealed class ExportCommand : HearthCommand
{
    private const string Archive = ".zip";

    private readonly Argument<string> _channel = new("CHANNEL") { Description = "The channel." };
    private readonly Argument<string> _moment = new("MOMENT") { Description = "A snapshot, a revision, an instant or a date." };
    private readonly Argument<string> _target = new("TARGET") { Description = "A folder, or a file that ends with .zip." };
    private readonly Option<bool> _noArtifacts = new("--no-artifacts") { Description = "Only indexes and documents, without the packages." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say which state it would be." };
    private readonly DataOptions _instance = new();

    public ExportCommand()
        : base(
            "export",
            "Write a state of a channel as files that any web server can serve. Files that are in the folder already are passed over, so an export that was cut off goes on.",
            new Example("hearth snapshot export forge release-1 ./release-1 --data ./hearth-data", "to a folder"),
            new Example("hearth snapshot export forge 2026-11-01 november.zip --no-artifacts --data ./hearth-data", "what was listed on a day, as one file"))
    {
        Arguments.Add(_channel);
        Arguments.Add(_moment);
        Arguments.Add(_target);
        Options.Add(_noArtifacts);
        Options.Add(_dryRun);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var channel = await NamedChannel.FindAsync(instance, parsed.GetRequiredValue(_channel), cancellation);
            var state = await ChannelState.FindAsync(instance, channel, parsed.GetRequiredValue(_moment), cancellation);
            var target = parsed.GetRequiredValue(_target);
            var report = new ExportReport(state.Revision, 0, 0, 0);
            if (!parsed.GetValue(_dryRun))
            {
                using var line = new ProgressLine(output);
                await using IExportTarget files = target.EndsWith(Archive, StringComparison.Ordinal) ? new ExportZip(target) : new ExportFolder(target);
                report = await new StateExport(instance.Store, instance.PastFiles, channel, state.Revision).RunAsync(files, !parsed.GetValue(_noArtifacts), new StateProgress(line, "exporting"), cancellation);
            }
            if (output.IsJson)
                output.Document(new ExportDocument("hearth.snapshot-export.1", channel.Name.ToString(), target, report), CliJson.Default.ExportDocument);
            else
                output.Line($"r{report.Revision} to {target}: {report.Files} files, {report.Written} written");
            return ExitCode.Done;
        });
    }
}
