using System.CommandLine;
using System.Globalization;
using Hearth.Channels.Sources;
using Hearth.Cli.Output;
using Hearth.Foundation.Time;
using Hearth.Mirrors.Sources;

namespace Hearth.Cli.Commands.Source;

/// <summary><c>hearth source check-links</c>.</summary>
internal sealed class CheckLinksCommand : HearthCommand
{
    private const int MostListed = 1_000;

    private readonly Option<int> _days = new("--not-within") { Description = "Pass over addresses that were asked within so many days.", HelpName = "DAYS", DefaultValueFactory = _ => 30 };
    private readonly Option<int> _most = new("--limit") { Description = "Ask at most so many addresses.", HelpName = "N", DefaultValueFactory = _ => 1_000 };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Ask nobody; list what is known to be dead." };
    private readonly HostOptions _hosts = HostOptions.OfPolicy();
    private readonly SourceOptions _instance = new();

    public CheckLinksCommand()
        : base(
            "check-links",
            "Ask the addresses of what the archive holds whether they still give it. One that gives another size is looked at, and is an alert if its bytes are others.",
            new Example("hearth source check-links --data ./hearth-data", "a thousand that were not asked for a month"),
            new Example("hearth source check-links --dry-run --data ./hearth-data", "what is dead, as far as is known"))
    {
        foreach (var option in (Option<int>[])[_days, _most])
        {
            Options.Add(option);
            option.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() is < 0 or > 1_000_000)
                    result.AddError($"{option.Name} is a number from 0 to 1000000");
            });
        }
        Options.Add(_dryRun);
        _hosts.AddTo(this);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var (asked, dead, changed) = (0, 0, 0);
            if (!parsed.GetValue(_dryRun))
            {
                using var line = new ProgressLine(output);
                var check = new SourceLinkCheck(instance.Store, _hosts.Fill(parsed, instance.SourcePolicy), new CollectTerms { Actor = Operator.Name });
                var since = instance.Store.Clock.GetUtcNow() - TimeSpan.FromDays(parsed.GetValue(_days));
                (asked, dead, changed) = await check.RunAsync(since, parsed.GetValue(_most), new Shown(line), cancellation);
            }
            var links = await new SourceLinks(instance.Store).DeadAsync(MostListed, cancellation);
            output.Show(
                new SourceLinksDocument("hearth.source-check-links.1", asked, dead, changed, [.. links.Select(link => new DeadLink(link.Url, Rfc3339.Format(link.Since), link.Answer))]),
                CliJson.Default.SourceLinksDocument,
                [
                    .. links.Select(link => $"dead since {Rfc3339.Format(link.Since)}: {link.Url}: {link.Answer}"),
                    string.Create(CultureInfo.InvariantCulture, $"{asked:n0} addresses asked, {dead:n0} dead, {changed:n0} changed"),
                ]);
            return changed == 0 ? ExitCode.Done : ExitCode.ProblemFound;
        });
    }

    private sealed class Shown(ProgressLine line) : IProgress<CollectProgress>
    {
        public void Report(CollectProgress value) => line.Show(value.Activity, value.Done, value.Total, value.Bytes);
    }
}
