using System.CommandLine;
using Hearth.Channels.Log;
using Hearth.Channels.Upkeep;
using Hearth.Cli.Output;
using Hearth.Conda.Names;

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
            var isUrl = Uri.TryCreate(source, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
            if (!isUrl && !Directory.Exists(source))
                throw Hearth.Channels.Indexing.IndexDiagnostics.NotAChannelFolder.Refuse(source, "there is no such folder");
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            await instance.Store.Catalog.CreateAsync(name, new ChannelSettings(), Operator.Name, cancellation);
            using var line = new ProgressLine(output);
            var progress = new CallingProgress(line);
            using var http = new HttpClient();
            var report = isUrl
                ? await new UrlImport(instance.Store, http, url!).RunAsync(name, Operator.Name, progress, cancellation)
                : await new FolderImport(instance.Store, source).RunAsync(name, Operator.Name, progress, cancellation);
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
