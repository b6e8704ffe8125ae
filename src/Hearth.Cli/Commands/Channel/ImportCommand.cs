using System.CommandLine;
using Hearth.Channels.Log;
using Hearth.Channels.Upkeep;
using Hearth.Cli.Output;
using Hearth.Conda.Names;
using Hearth.Mirrors.Syncing;

namespace Hearth.Cli.Commands.Channel;

/// <summary><c>hearth channel import SOURCE NAME</c>: the packages of a folder or of another channel become a managed channel's.</summary>
internal sealed class ImportCommand : HearthCommand
{
    private readonly Argument<string> _source = new("SOURCE") { Description = "A channel folder with SUBDIR/PACKAGE below it, or the http(s) URL of a channel." };
    private readonly Argument<string> _name = new("NAME") { Description = "The channel; made if it is not there." };
    private readonly DataOptions _instance = new();

    public ImportCommand()
        : base(
            "import",
            "Take the packages of a folder or of another channel into a managed channel, each with the date at which it first appeared, and the patches that were in force. What is there already is passed over.",
            new Example("hearth channel import ./my-channel forge --data ./hearth-data", "everything below ./my-channel"),
            new Example("hearth channel import https://example.org/forge forge --data ./hearth-data", "every artifact of another channel"),
            new Example("hearth channel import ./my-channel forge --data ./hearth-data --json", "what was added, and what was refused and why"))
    {
        Arguments.Add(_source);
        Arguments.Add(_name);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            var name = ChannelName.Parse(parsed.GetRequiredValue(_name));
            var source = parsed.GetRequiredValue(_source);
            using var upstream = Directory.Exists(source) ? null : MirrorDefinition.Open(new MirrorSettings { Sources = [source] }, token: null, TimeProvider.System);
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            await instance.Store.Catalog.CreateAsync(name, new ChannelSettings(), Operator.Name, cancellation);
            var channel = (await instance.Store.Catalog.FindAsync(name, cancellation))!;
            using var line = new ProgressLine(output);
            var progress = new CallingProgress(line);
            var report = upstream is null
                ? await new FolderImport(instance.Store, source).RunAsync(name, Operator.Name, progress, cancellation)
                : await new ChannelImport(instance.Store, upstream, new SyncTerms { Actor = Operator.Name }).RunAsync(channel, progress, cancellation);
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
    private sealed class CallingProgress(ProgressLine line) : IProgress<(int Done, int Total)>, IProgress<SyncProgress>
    {
        public void Report((int Done, int Total) value) => line.Show("importing", value.Done, value.Total);

        public void Report(SyncProgress value) => line.Show(value.Activity, value.Done, value.Total, value.Bytes, value.AllBytes);
    }
}
