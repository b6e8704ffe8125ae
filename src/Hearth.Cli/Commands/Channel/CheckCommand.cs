using System.CommandLine;
using Hearth.Channels.Upkeep;
using Hearth.Cli.Output;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Commands.Channel;

/// <summary><c>hearth channel check</c>: every view derived once more and compared, every blob looked at.</summary>
internal sealed class CheckCommand : HearthCommand
{
    private readonly Argument<string[]> _names = new("NAME") { Description = "The channels; none means all.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _bytes = new("--read-artifacts") { Description = "Read every artifact and compare its digest, not only its size." };
    private readonly Option<bool> _repair = new("--repair") { Description = "Make every view anew that is wrong or lost. Artifacts are not fetched from anywhere." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "With --repair: only say what is wrong." };
    private readonly DataOptions _instance = new();

    public CheckCommand()
        : base(
            "check",
            "Prove channels: the chain of the log, every view, every blob.",
            new Example("hearth channel check --data ./hearth-data", "all channels"),
            new Example("hearth channel check forge --read-artifacts --data ./hearth-data", "one channel, with every byte"),
            new Example("hearth channel check --repair --data ./hearth-data", "make views anew that are wrong or lost; a server may be at work meanwhile"))
    {
        Arguments.Add(_names);
        foreach (var option in (Option[])[_bytes, _repair, _dryRun])
            Options.Add(option);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var names = parsed.GetValue(_names) ?? [];
            var channels = names.Length == 0
                ? await instance.Store.Catalog.ListAsync(cancellation)
                : [.. await Task.WhenAll(names.Select(name => NamedChannel.FindAsync(instance, name, cancellation)))];
            var isRepair = parsed.GetValue(_repair) && !parsed.GetValue(_dryRun);
            var problems = new List<Diagnostic>();
            var repaired = 0;
            using (var line = new ProgressLine(output))
            {
                foreach (var channel in channels)
                {
                    line.Show($"checking {channel.Name}");
                    var check = new ChannelCheck(instance.Store);
                    if (isRepair)
                    {
                        var (found, left) = await check.RepairAsync(channel, parsed.GetValue(_bytes), cancellation);
                        repaired += Math.Max(0, found.Count - left.Count);
                        problems.AddRange(left);
                    }
                    else
                    {
                        problems.AddRange(await check.RunAsync(channel, parsed.GetValue(_bytes), cancellation));
                    }
                }
            }
            output.Report(problems);
            if (output.IsJson)
                output.Document(new ChannelCheckDocument("hearth.channel-check.1", problems.Count == 0, repaired, [.. problems.Select(DiagnosticDocument.From)]), CliJson.Default.ChannelCheckDocument);
            else
                output.Line((problems.Count, repaired) switch
                {
                    (0, 0) => $"{channels.Count} channels are right",
                    (0, _) => $"{channels.Count} channels are right; {repaired} problems were repaired",
                    (_, 0) when !isRepair => $"{problems.Count} problems",
                    _ => $"{problems.Count} problems that cannot be repaired; {repaired} were",
                });
            return problems.Count == 0 ? ExitCode.Done : ExitCode.ProblemFound;
        });
    }
}
