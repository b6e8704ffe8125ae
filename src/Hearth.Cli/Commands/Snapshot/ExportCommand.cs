using System.CommandLine;
using Hearth.Channels.Blobs.S3;
using Hearth.Channels.History;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary><c>hearth snapshot export CHANNEL MOMENT TARGET</c>: a state as plain files.</summary>
internal sealed class ExportCommand : StateCommand
{
    private readonly Argument<string> _target = new("TARGET") { Description = "A folder, a file that ends with .zip or .tar.zst, or s3://BUCKET/PREFIX." };
    private readonly Option<bool> _noArtifacts = new("--no-artifacts") { Description = "Only indexes and documents, without the packages." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say which state it would be." };

    public ExportCommand()
        : base(
            "export",
            "Write a state of a channel as files that any web server can serve. Files that a folder or bucket has already are passed over, so an export that was cut off goes on.",
            new Example("hearth snapshot export forge release-1 ./release-1 --data ./hearth-data", "to a folder"),
            new Example("hearth snapshot export forge 2026-11-01 november.tar.zst --no-artifacts --data ./hearth-data", "what was listed on a day, as one file"),
            new Example("hearth snapshot export forge release-1 s3://channels/release-1 --data ./hearth-data", "to a bucket; AWS_ENDPOINT_URL and the other variables of S3 tools say where"))
    {
        Arguments.Add(_target);
        Options.Add(_noArtifacts);
        Options.Add(_dryRun);
        RunsOnState(async (about, state) =>
        {
            var target = about.Parsed.GetRequiredValue(_target);
            var report = new ExportReport(state.Revision, 0, 0, 0);
            if (!about.Parsed.GetValue(_dryRun))
            {
                using var line = new ProgressLine(about.Output);
                await using var files = Open(target, about.Instance.Store.Incoming, about.Instance.Store.Clock);
                var export = new StateExport(about.Instance.Store, about.Instance.PastFiles, about.Channel, state.Revision);
                report = await export.RunAsync(files, !about.Parsed.GetValue(_noArtifacts), new StateProgress(line, "exporting"), about.Cancellation);
            }
            about.Output.Show(
                new ExportDocument("hearth.snapshot-export.1", about.Channel.Name.ToString(), target, report),
                CliJson.Default.ExportDocument,
                [$"r{report.Revision} to {target}: {report.Files} files, {report.Written} written"]);
            return ExitCode.Done;
        });
    }

    private static IExportTarget Open(string target, string spool, TimeProvider clock) =>
        target.StartsWith(S3Settings.Scheme, StringComparison.Ordinal) ? new ExportBucket(S3Settings.Read(target, Environment.GetEnvironmentVariable), spool, clock)
        : target.EndsWith(".zip", StringComparison.Ordinal) ? new ExportZip(target)
        : target.EndsWith(".tar.zst", StringComparison.Ordinal) ? new ExportTarball(target)
        : new ExportFolder(target);
}
