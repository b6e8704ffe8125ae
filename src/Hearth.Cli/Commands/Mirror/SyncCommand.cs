using System.CommandLine;
using System.Globalization;
using Hearth.Cli.Output;
using Hearth.Mirrors.Syncing;

namespace Hearth.Cli.Commands.Mirror;

/// <summary><c>hearth mirror sync NAME</c>.</summary>
internal sealed class SyncCommand : HearthCommand
{
    private readonly MirrorArgument _mirror = new();
    private readonly Option<int> _parallel = new("--parallel") { Description = "Downloads at the same time.", HelpName = "N", DefaultValueFactory = _ => 4 };
    private readonly BandwidthOption _bandwidth = new("The most megabits a second, of all downloads together.");
    private readonly Option<bool> _vanished = new("--accept-vanished") { Description = "Go on however many artifacts vanished from the source." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be taken, held and removed." };
    private readonly Option<string?> _token = TokenFile.Option();

    public SyncCommand()
        : base(
            "sync",
            "Bring a mirror up to date. What is there is not downloaded again, so a sync that was broken off goes on.",
            new Example("hearth mirror sync forge --data ./hearth-data", "what the source has new"),
            new Example("hearth mirror sync forge --bandwidth 200 --parallel 8 --data ./hearth-data", "within limits"))
    {
        _mirror.AddTo(this);
        foreach (var option in (Option[])[_parallel, _bandwidth, _vanished, _token, _dryRun])
            Options.Add(option);
        _parallel.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 64)
                result.AddError("--parallel is a number from 1 to 64");
        });
        Runs(RunAsync);
    }

    private async Task<ExitCode> RunAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        await using var instance = await _mirror.OpenAsync(parsed, cancellation);
        var channel = await _mirror.FindAsync(parsed, instance, cancellation);
        using var upstream = MirrorDefinition.Open(channel.Settings.Mirror!, TokenFile.Read(parsed, _token), TimeProvider.System);
        var terms = new SyncTerms
        {
            Actor = Operator.Name,
            Parallel = parsed.GetValue(_parallel),
            Bandwidth = _bandwidth.BytesPerSecond(parsed),
            AcceptsVanished = parsed.GetValue(_vanished),
            IsDryRun = parsed.GetValue(_dryRun),
        };
        using var line = new ProgressLine(output);
        var sync = new MirrorSync(instance.Store, upstream, terms);
        var report = terms.IsDryRun
            ? await sync.RunAsync(channel, new Shown(line), cancellation)
            : await instance.Keeper.KeepUpAsync(() => sync.RunAsync(channel, new Shown(line), cancellation), cancellation);
        line.Dispose();
        output.Report(report.Problems);
        if (output.IsJson)
            output.Document(SyncDocument.Of(channel.Name.ToString(), terms.IsDryRun, report), CliJson.Default.SyncDocument);
        else
            output.Line(report.IsUnchanged ? $"{channel.Name}: nothing new" : string.Create(CultureInfo.InvariantCulture, $"{channel.Name}: {report.Summary}, {ProgressLine.Size(report.Bytes)} {(terms.IsDryRun ? "would be downloaded" : "downloaded")}"));
        return report.Problems.Count == 0 ? ExitCode.Done : ExitCode.ProblemFound;
    }

    /// <summary>Shows progress on a line.</summary>
    internal sealed class Shown(ProgressLine line) : IProgress<SyncProgress>
    {
        public void Report(SyncProgress value) => line.Show(value.Activity, value.Done, value.Total, value.Bytes, value.AllBytes);
    }
}
