using System.CommandLine;
using System.Globalization;
using Hearth.Channels.Log;
using Hearth.Cli.Output;
using Hearth.Mirrors.Sources;
using Hearth.Server;

namespace Hearth.Cli.Commands.Source;

/// <summary><c>hearth source collect CHANNEL</c>.</summary>
internal sealed class CollectCommand : HearthCommand
{
    private readonly Argument<string> _channel = new("CHANNEL") { Description = "The channel." };
    private readonly HostOptions _hosts = HostOptions.OfPolicy();
    private readonly Option<int> _parallel = new("--parallel") { Description = "Sources that are fetched at the same time; never more than two from one host.", HelpName = "N", DefaultValueFactory = _ => 4 };
    private readonly Option<bool> _retry = new("--retry") { Description = "Look again for everything that is missing, however lately it was looked for." };
    private readonly Option<int?> _every = new("--every") { Description = "Have servers collect by themselves, every so many minutes from now on; 0 ends that. Nothing is collected now.", HelpName = "MINUTES" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only read recipes, and say how many sources they name and whom they would be asked of." };
    private readonly SourceOptions _instance = new();

    public CollectCommand()
        : base(
            "collect",
            "Collect what the packages of a channel were built from. What is there is not fetched again, so a collection that was broken off goes on.",
            new Example("hearth source collect forge --dry-run --data ./hearth-data", "whom it would ask"),
            new Example("hearth source collect forge --allow-host '*' --data ./hearth-data", "all that the internet still has"))
    {
        Arguments.Add(_channel);
        _hosts.AddTo(this);
        foreach (var option in (Option[])[_parallel, _retry, _every, _dryRun])
            Options.Add(option);
        _parallel.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 64)
                result.AddError("--parallel is a number from 1 to 64");
        });
        _every.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 0 or > SourceSettings.MostMinutes)
                result.AddError($"--every is a number from 0 to {SourceSettings.MostMinutes}");
        });
        _instance.AddTo(this);
        Runs(RunAsync);
    }

    private async Task<ExitCode> RunAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        await using var instance = await _instance.OpenAsync(parsed, cancellation);
        var channel = await SourceOptions.ChannelAsync(instance, parsed.GetRequiredValue(_channel), cancellation);
        if (parsed.GetValue(_every) is { } minutes)
            return await ScheduleAsync(parsed, output, instance, channel, minutes, cancellation);
        var terms = new CollectTerms { Actor = Operator.Name, Parallel = parsed.GetValue(_parallel), Retries = parsed.GetValue(_retry) };
        var collection = new SourceCollection(instance.Store, _hosts.Fill(parsed, instance.SourcePolicy), terms);
        using var line = new ProgressLine(output);
        if (parsed.GetValue(_dryRun))
        {
            var plan = await collection.PlanAsync(channel, new Shown(line), cancellation);
            line.Dispose();
            Show(output, channel, plan);
            return ExitCode.Done;
        }
        var report = await collection.RunAsync(channel, new Shown(line), cancellation);
        line.Dispose();
        output.Report(report.Problems);
        if (output.IsJson)
            output.Document(SourceCollectDocument.Of(channel.Name.ToString(), report), CliJson.Default.SourceCollectDocument);
        else
            output.Line($"{channel.Name}: {report.Summary}, {ProgressLine.Size(report.Bytes)}");
        return report.Problems.Count == 0 ? ExitCode.Done : ExitCode.ProblemFound;
    }

    private async Task<ExitCode> ScheduleAsync(ParseResult parsed, CommandOutput output, ManagedInstance instance, ManagedChannel channel, int minutes, CancellationToken cancellation)
    {
        var settings = minutes == 0 ? null : new SourceSettings(minutes);
        if (!parsed.GetValue(_dryRun))
            await instance.Store.Catalog.ConfigureAsync(channel.Name, now => now with { Sources = settings }, Operator.Name, cancellation);
        if (output.IsJson)
            output.Document(SourceCollectDocument.Scheduled(channel.Name.ToString(), settings?.EveryMinutes), CliJson.Default.SourceCollectDocument);
        else
            output.Line(minutes == 0 ? $"{channel.Name}: servers collect nothing by themselves" : string.Create(CultureInfo.InvariantCulture, $"{channel.Name}: servers collect every {minutes} minutes"));
        return ExitCode.Done;
    }

    private static void Show(CommandOutput output, ManagedChannel channel, CollectPlan plan)
    {
        if (output.IsJson)
        {
            output.Document(SourceCollectDocument.Of(channel.Name.ToString(), plan), CliJson.Default.SourceCollectDocument);
            return;
        }
        output.Line(string.Create(
            CultureInfo.InvariantCulture, $"{channel.Name}: {plan.Artifacts:n0} recipes to read, {plan.Sources:n0} sources to look for, {plan.Unarchivable:n0} that nobody can fetch"));
        foreach (var (host, sources, isAllowed) in plan.Hosts)
            output.Line(string.Create(CultureInfo.InvariantCulture, $"{sources,8:n0}  {host}{(isAllowed ? "" : "  not allowed")}"));
        if (plan.Unreadable > 0)
            output.Note(string.Create(CultureInfo.InvariantCulture, $"{plan.Unreadable:n0} recipes cannot be read"));
    }

    private sealed class Shown(ProgressLine line) : IProgress<CollectProgress>
    {
        public void Report(CollectProgress value) => line.Show(value.Activity, value.Done, value.Total, value.Bytes);
    }
}
