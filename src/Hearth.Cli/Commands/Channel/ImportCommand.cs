using System.CommandLine;
using Hearth.Channels.Log;
using Hearth.Channels.Upkeep;
using Hearth.Cli.Output;
using Hearth.Conda.Names;

namespace Hearth.Cli.Commands.Channel;

/// <summary><c>hearth channel import DIR NAME</c>: the packages of a folder become a managed channel's.</summary>
internal sealed class ImportCommand : HearthCommand
{
    private readonly Argument<string> _folder = new("DIR") { Description = "A channel folder: SUBDIR/PACKAGE below it." };
    private readonly Argument<string> _name = new("NAME") { Description = "The channel; made if it is not there." };
    private readonly DataOptions _instance = new();

    public ImportCommand()
        : base(
            "import",
            "Take the packages of a folder into a managed channel, each with the date at which it first appeared. What is there already is passed over.",
            new Example("hearth channel import ./my-channel forge --data ./hearth-data", "everything below ./my-channel"),
            new Example("hearth channel import ./my-channel forge --data ./hearth-data --json", "what was added, and what was refused and why"))
    {
        Arguments.Add(_folder);
        Arguments.Add(_name);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            var name = ChannelName.Parse(parsed.GetRequiredValue(_name));
            var folder = parsed.GetRequiredValue(_folder);
            if (!Directory.Exists(folder))
                throw Hearth.Channels.Indexing.IndexDiagnostics.NotAChannelFolder.Refuse(folder, "there is no such folder");
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            await instance.Store.Catalog.CreateAsync(name, new ChannelSettings(), Operator.Name, cancellation);
            using var line = new ProgressLine(output);
            var progress = new CallingProgress(line);
            var report = await new FolderImport(instance.Store, folder).RunAsync(name, Operator.Name, progress, cancellation);
            await instance.Keeper.CatchUpAsync(cancellation);
            output.Report(report.Problems);
            if (output.IsJson)
                output.Document(ImportDocument.Of(name.ToString(), report), CliJson.Default.ImportDocument);
            else
                output.Line($"{report.Added} added, {report.AlreadyPresent} already there, {report.Problems.Count} problems");
            return report.Problems.Count == 0 ? ExitCode.Done : ExitCode.ProblemFound;
        });
    }

    // Progress<T> would report on another thread, after the end.
    private sealed class CallingProgress(ProgressLine line) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) => line.Show("importing", value.Done, value.Total);
    }
}
