using System.CommandLine;
using System.Globalization;
using Hearth.Channels.History;
using Hearth.Cli.Commands.Channel;
using Hearth.Cli.Commands.Snapshot;
using Hearth.Cli.Output;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors;
using Hearth.Mirrors.Pushing;
using Hearth.Mirrors.Upstream;

namespace Hearth.Cli.Commands.Mirror;

/// <summary><c>hearth mirror push CHANNEL TARGET</c>: a second home for a channel.</summary>
internal sealed class PushCommand : OneChannelCommand
{
    private readonly Argument<string> _target = new("TARGET") { Description = "oci://HOST/PATH, s3://BUCKET/PREFIX, or a folder for a web server." };
    private readonly Option<string?> _label = new("--label") { Description = "Only this label, as a channel of its own. Without it: all of the channel.", HelpName = "LABEL" };
    private readonly Option<string?> _at = new("--at") { Description = "A state of the past: a snapshot, a revision, an instant or a date.", HelpName = "MOMENT" };
    private readonly Option<int> _parallel = new("--parallel") { Description = "Files that travel at the same time.", HelpName = "N", DefaultValueFactory = _ => 8 };
    private readonly BandwidthOption _bandwidth = new("The most megabits a second, of all files together.");
    private readonly Option<bool> _recheck = new("--recheck") { Description = "Ask the target for every file, whatever is known of it from pushes before." };
    private readonly Option<string?> _token = new("--token-file") { Description = "A file with the credential for the registry: USER:PASSWORD, or a token. Without it: what other tools keep for it.", HelpName = "FILE" };
    private readonly HostOptions _hosts = HostOptions.OfRegistry();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would travel." };

    public PushCommand()
        : base(
            "push",
            "Give a channel a second home: an OCI registry, S3-compatible storage, or a folder for a web server. Only what changed travels; a push that was broken off goes on.",
            new Example("hearth mirror push forge oci://registry.example.org/channels/forge --data ./hearth-data", "to a registry"),
            new Example("hearth mirror push forge s3://channels/forge --at release-1 --dry-run --data ./hearth-data", "what a snapshot would cost in a bucket"))
    {
        Arguments.Add(_target);
        foreach (var option in (Option[])[_label, _at, _parallel, _bandwidth, _recheck, _token, _dryRun])
            Options.Add(option);
        _hosts.AddTo(this);
        _parallel.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 64)
                result.AddError("--parallel is a number from 1 to 64");
        });
        RunsOnChannel(RunAsync);
    }

    private async Task<ExitCode> RunAsync(ChannelWork about)
    {
        var parsed = about.Parsed;
        var label = parsed.GetValue(_label) is { } text ? Label.Parse(text) : (Label?)null;
        var state = await ChannelState.FindAsync(about, parsed.GetValue(_at));
        var store = about.Instance.Store;
        await using var target = Targets(about).Open(parsed.GetRequiredValue(_target), state.At);
        var terms = new PushTerms { Parallel = parsed.GetValue(_parallel), Rechecks = parsed.GetValue(_recheck), IsDryRun = parsed.GetValue(_dryRun) };
        using var line = new ProgressLine(about.Output);
        var push = new ChannelPush(store, new StateExport(store, about.Instance.PastFiles, about.Channel, state.Revision), target, terms);
        var report = await push.RunAsync(about.Channel, label, new Shown(line), about.Cancellation);
        line.Dispose();
        about.Output.Report(report.Problems);
        about.Output.Show(PushDocument.Of(about.Channel.Name.ToString(), label, terms.IsDryRun, report), CliJson.Default.PushDocument, [Summary(about.Channel.Name.ToString(), terms.IsDryRun, report)]);
        return CodeOf(report.Problems);
    }

    private PushTargets Targets(ChannelWork about) => new(about.Instance.Store, Environment.GetEnvironmentVariable)
    {
        Terms = _hosts.Fill(about.Parsed, new UpstreamTerms()),
        Secret = TokenFile.Read(about.Parsed, _token),
        Bandwidth = _bandwidth.BytesPerSecond(about.Parsed),
    };

    private static string Summary(string channel, bool isDryRun, PushReport report) => report.IsUnchanged
        ? $"{channel}: {report.Target} has all of r{report.Revision}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{channel}: r{report.Revision} to {report.Target}: {report.Packages.Sent} of {report.Packages.Files} packages, {report.Shards.Sent} of {report.Shards.Files} shards, {report.Documents.Sent} of {report.Documents.Files} documents, {ProgressLine.Size(report.Bytes)} {(isDryRun ? "would travel" : "sent")}");

    private static ExitCode CodeOf(IReadOnlyList<Diagnostic> problems) =>
        problems.Count == 0 ? ExitCode.Done : ExitCodes.Of([.. problems.Where(problem => problem.Kind != MirrorDiagnostics.NotPushed)]);

    private sealed class Shown(ProgressLine line) : IProgress<PushProgress>
    {
        public void Report(PushProgress value) => line.Show(value.Activity, value.Done, value.Total, value.Bytes);
    }
}
