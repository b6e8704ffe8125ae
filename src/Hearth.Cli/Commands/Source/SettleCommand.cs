using System.CommandLine;
using System.Globalization;
using Hearth.Channels.Sources;
using Hearth.Mirrors;

namespace Hearth.Cli.Commands.Source;

/// <summary><c>hearth source settle ALERT</c>.</summary>
internal sealed class SettleCommand : HearthCommand
{
    private readonly Argument<long> _alert = new("ALERT") { Description = "The number of the alert." };
    private readonly Option<string> _note = new("--note") { Description = "What to make of it, for those who come later.", HelpName = "TEXT", Required = true };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be done." };
    private readonly SourceOptions _instance = new();

    public SettleCommand()
        : base(
            "settle",
            "Say what to make of an alert, so that it is no longer listed. What the archive holds stays as it is.",
            new Example("hearth source settle 3 --note 'upstream made the tarball anew' --data ./hearth-data", "alert 3 is understood"),
            new Example("hearth source settle 3 --note 'asked upstream' --dry-run --data ./hearth-data", "whether there is an alert 3"))
    {
        Arguments.Add(_alert);
        Options.Add(_note);
        Options.Add(_dryRun);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var alerts = new SourceAlerts(instance.Store);
            var id = parsed.GetRequiredValue(_alert);
            if ((await alerts.ListAsync(open: false, int.MaxValue, cancellation)).Find(alert => alert.Id == id) is not { } alert)
                throw SourceDiagnostics.NoSuchAlert.Refuse(null, string.Create(CultureInfo.InvariantCulture, $"there is no alert {id}"), "hearth source gaps");
            if (!parsed.GetValue(_dryRun))
                await alerts.SettleAsync(id, parsed.GetRequiredValue(_note), cancellation);
            output.Show(
                new SourceSettleDocument("hearth.source-settle.1", id, alert.Url, parsed.GetRequiredValue(_note)),
                CliJson.Default.SourceSettleDocument,
                [string.Create(CultureInfo.InvariantCulture, $"alert {id} of {alert.Url} {(parsed.GetValue(_dryRun) ? "would be" : "is")} settled")]);
            return ExitCode.Done;
        });
    }
}
