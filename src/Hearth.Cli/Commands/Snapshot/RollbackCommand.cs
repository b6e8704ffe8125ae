using System.CommandLine;
using Hearth.Channels.History;
using Hearth.Cli.Commands.Channel;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary><c>hearth snapshot rollback CHANNEL MOMENT</c>: a channel lists again what it listed.</summary>
internal sealed class RollbackCommand : HearthCommand
{
    private readonly Argument<string> _channel = new("CHANNEL") { Description = "The channel." };
    private readonly Argument<string> _moment = new("MOMENT") { Description = "A snapshot, a revision, an instant or a date." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would change." };
    private readonly DataOptions _instance = new();

    public RollbackCommand()
        : base(
            "rollback",
            "Make a channel list what it listed at a moment, with the patch sets of then. That is new changes: the state before it stays, and so does the way back.",
            new Example("hearth snapshot rollback forge release-1 --dry-run --data ./hearth-data", "what would change"),
            new Example("hearth snapshot rollback forge release-1 --data ./hearth-data", "do it; a server shows it at once"))
    {
        Arguments.Add(_channel);
        Arguments.Add(_moment);
        Options.Add(_dryRun);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var channel = await NamedChannel.FindAsync(instance, parsed.GetRequiredValue(_channel), cancellation);
            var state = await ChannelState.FindAsync(instance, channel, parsed.GetRequiredValue(_moment), cancellation);
            var isDryRun = parsed.GetValue(_dryRun);
            var done = await new Rollback(instance.Store, channel).RunAsync(state.Revision, Operator.Name, isDryRun, cancellation);
            if (!isDryRun)
                await instance.Keeper.CatchUpAsync(cancellation);
            if (output.IsJson)
                output.Document(new RollbackDocument("hearth.snapshot-rollback.1", channel.Name.ToString(), isDryRun, state.Revision, done), CliJson.Default.RollbackDocument);
            else
                output.Line($"{(isDryRun ? "would roll" : "rolled")} back to r{state.Revision}: {done.Removed} removed, {done.Restored} restored, {done.Relabelled} relabelled, {done.PatchesWithdrawn} patch sets withdrawn, {done.PatchesApplied} applied, {done.Blocked} blocked ones left out");
            return ExitCode.Done;
        });
    }
}
