using System.CommandLine;
using Hearth.Channels.Log;
using Hearth.Channels.Sources;

namespace Hearth.Cli.Commands.Source;

/// <summary><c>hearth source gaps</c>.</summary>
internal sealed class GapsCommand : HearthCommand
{
    private const int MostAlerts = 10_000;

    private readonly Argument<string?> _channel = new("CHANNEL") { Description = "The channel; all if left out.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string[]> _states = new("--state") { Description = "Only gaps in this state; may be given several times.", HelpName = "STATE" };
    private readonly SourceOptions _instance = new();

    public GapsCommand()
        : base(
            "gaps",
            "List what packages were built from and the archive does not hold, or may not give out, with the reason; and alerts: addresses that give other bytes than they should.",
            new Example("hearth source gaps forge --data ./hearth-data", "what is missing of one channel"),
            new Example("hearth source gaps --state changed --data ./hearth-data --json", "what changed upstream"))
    {
        Arguments.Add(_channel);
        _states.AcceptOnlyFromAmong([.. Enum.GetValues<NeedState>().Where(state => state != NeedState.Held).Select(state => state.Word()), ForbiddenSource.State]);
        Options.Add(_states);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            ManagedChannel? channel = parsed.GetValue(_channel) is { } name ? await SourceOptions.ChannelAsync(instance, name, cancellation) : null;
            var wanted = parsed.GetValue(_states) ?? [];
            var (known, _) = await new SourceNeeds(instance.Store).GapsAsync(channel?.Id, int.MaxValue, cancellation);
            var gaps = known.Select(GapDocument.Of)
                .Concat(await ForbiddenSource.OfAsync(instance, channel, cancellation))
                .Where(gap => wanted.Length == 0 || wanted.Contains(gap.State)).ToList();
            var alerts = (await new SourceAlerts(instance.Store).ListAsync(open: true, MostAlerts, cancellation)).ConvertAll(AlertDocument.Of);
            output.Show(
                new SourceGapsDocument("hearth.source-gaps.1", channel?.Name.ToString(), gaps, alerts),
                CliJson.Default.SourceGapsDocument,
                gaps.Select(gap => $"{gap.State,-12} {gap.Source}: {gap.Reason} ({gap.Artifacts[0]}{(gap.Artifacts.Count > 1 ? FormattableString.Invariant($" and {gap.Artifacts.Count - 1} more") : "")})")
                    .Concat(alerts.Select(alert => FormattableString.Invariant($"alert {alert.Id}: {alert.Url} gives {alert.Actual} in place of {alert.Expected}, since {alert.First}"))));
            return gaps.Count + alerts.Count == 0 ? ExitCode.Done : ExitCode.ProblemFound;
        });
    }
}
