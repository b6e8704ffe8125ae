using System.CommandLine;
using Hearth.Channels.Log;
using Hearth.Cli.Output;
using Hearth.Foundation.Time;

namespace Hearth.Cli.Commands.Channel;

/// <summary><c>hearth channel log NAME</c>: what happened to a channel.</summary>
internal sealed class LogCommand : HearthCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly Argument<string> _name = new("NAME") { Description = "The channel." };
    private readonly Option<long> _since = new("--since") { Description = "Only changes after this revision." };
    private readonly Option<int> _limit = new("--limit") { Description = "At most so many changes.", DefaultValueFactory = _ => 1000 };
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Stay, and show each change as it comes." };
    private readonly DataOptions _instance = new();

    public LogCommand()
        : base(
            "log",
            "Show the changes of a channel, oldest first.",
            new Example("hearth channel log forge --data ./hearth-data", "who did what, when"),
            new Example("hearth channel log forge --since 120 --data ./hearth-data --json", "the changes after revision 120"),
            new Example("hearth channel log forge --follow --data ./hearth-data", "what happens, as it happens"))
    {
        Arguments.Add(_name);
        Options.Add(_since);
        Options.Add(_limit);
        Options.Add(_follow);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var channel = await NamedChannel.FindAsync(instance, parsed.GetRequiredValue(_name), cancellation);
            var since = parsed.GetValue(_since);
            while (true)
            {
                var changes = await instance.Store.Log.ReadAsync(channel.Id, since, parsed.GetValue(_limit), cancellation);
                if (changes.Count > 0 || !parsed.GetValue(_follow))
                    Write(channel, changes, output);
                if (!parsed.GetValue(_follow))
                    return ExitCode.Done;
                if (changes is [.., var newest])
                    since = newest.Revision;
                else
                    await Task.Delay(LookEvery, TimeProvider.System, cancellation);
            }
        });
    }

    // With --follow, one document for each lot of changes.
    private static void Write(ManagedChannel channel, IReadOnlyList<Change> changes, CommandOutput output)
    {
        if (output.IsJson)
            output.Document(new LogDocument("hearth.channel-log.1", channel.Name.ToString(), [.. changes.Select(LoggedChange.Of)]), CliJson.Default.LogDocument);
        else
            changes.ToList().ForEach(change => output.Line($"{change.Revision}\t{Rfc3339.Format(change.At)}\t{change.Actor}\t{change.Kind}\t{change.Subject}"));
        output.Data.Flush();
    }
}
