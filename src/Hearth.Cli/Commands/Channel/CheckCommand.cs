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
    private readonly DataOptions _instance = new();

    public CheckCommand()
        : base(
            "check",
            "Prove channels: the chain of the log, every view, every blob.",
            new Example("hearth channel check --data ./hearth-data", "all channels"),
            new Example("hearth channel check forge --read-artifacts --data ./hearth-data", "one channel, with every byte"))
    {
        Arguments.Add(_names);
        Options.Add(_bytes);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var names = parsed.GetValue(_names) ?? [];
            var channels = names.Length == 0
                ? await instance.Store.Catalog.ListAsync(cancellation)
                : [.. await Task.WhenAll(names.Select(name => NamedChannel.FindAsync(instance, name, cancellation)))];
            var problems = new List<Diagnostic>();
            using (var line = new ProgressLine(output))
            {
                foreach (var channel in channels)
                {
                    line.Show($"checking {channel.Name}");
                    problems.AddRange(await new ChannelCheck(instance.Store).RunAsync(channel, parsed.GetValue(_bytes), cancellation));
                }
            }
            output.Report(problems);
            if (output.IsJson)
                output.Document(new ChannelCheckDocument("hearth.channel-check.1", problems.Count == 0, [.. problems.Select(DiagnosticDocument.From)]), CliJson.Default.ChannelCheckDocument);
            else
                output.Line(problems.Count == 0 ? $"{channels.Count} channels are right" : $"{problems.Count} problems");
            return problems.Count == 0 ? ExitCode.Done : ExitCode.ProblemFound;
        });
    }
}
