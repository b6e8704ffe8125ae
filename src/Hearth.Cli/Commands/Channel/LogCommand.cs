using System.CommandLine;
using Hearth.Foundation.Time;

namespace Hearth.Cli.Commands.Channel;

/// <summary><c>hearth channel log NAME</c>: what happened to a channel.</summary>
internal sealed class LogCommand : HearthCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The channel." };
    private readonly Option<long> _since = new("--since") { Description = "Only changes after this revision." };
    private readonly Option<int> _limit = new("--limit") { Description = "At most so many changes.", DefaultValueFactory = _ => 1000 };
    private readonly DataOptions _instance = new();

    public LogCommand()
        : base(
            "log",
            "Show the changes of a channel, oldest first.",
            new Example("hearth channel log forge --data ./hearth-data", "who did what, when"),
            new Example("hearth channel log forge --since 120 --data ./hearth-data --json", "the changes after revision 120"))
    {
        Arguments.Add(_name);
        Options.Add(_since);
        Options.Add(_limit);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var channel = await NamedChannel.FindAsync(instance, parsed.GetRequiredValue(_name), cancellation);
            var changes = await instance.Store.Log.ReadAsync(channel.Id, parsed.GetValue(_since), parsed.GetValue(_limit), cancellation);
            if (output.IsJson)
            {
                output.Document(new LogDocument("hearth.channel-log.1", channel.Name.ToString(), [.. changes.Select(LoggedChange.Of)]), CliJson.Default.LogDocument);
                return ExitCode.Done;
            }
            foreach (var change in changes)
                output.Line($"{change.Revision}\t{Rfc3339.Format(change.At)}\t{change.Actor}\t{change.Kind}\t{change.Subject}");
            return ExitCode.Done;
        });
    }
}
