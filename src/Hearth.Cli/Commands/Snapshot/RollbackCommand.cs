using System.CommandLine;
using Hearth.Channels.History;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary><c>hearth snapshot rollback CHANNEL MOMENT</c>: a channel lists again what it listed.</summary>
internal sealed class RollbackCommand : StateCommand
{
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would change." };

    public RollbackCommand()
        : base(
            "rollback",
            "Make a channel list what it listed at a moment, with the patch sets of then. That is new changes: the state before it stays, and so does the way back.",
            new Example("hearth snapshot rollback forge release-1 --dry-run --data ./hearth-data", "what would change"),
            new Example("hearth snapshot rollback forge release-1 --data ./hearth-data", "do it; a server shows it at once"))
    {
        Options.Add(_dryRun);
        RunsOnState(async (about, state) =>
        {
            var isDryRun = about.Parsed.GetValue(_dryRun);
            var done = await new Rollback(about.Instance.Store, about.Channel).RunAsync(state.Revision, Operator.Name, isDryRun, about.Cancellation);
            if (!isDryRun)
                await about.Instance.Keeper.CatchUpAsync(about.Cancellation);
            about.Output.Show(
                new RollbackDocument("hearth.snapshot-rollback.1", about.Channel.Name.ToString(), isDryRun, state.Revision, done),
                CliJson.Default.RollbackDocument,
                [$"{(isDryRun ? "would roll" : "rolled")} back to r{state.Revision}: {done.Removed} removed, {done.Restored} restored, {done.Relabelled} relabelled, {done.PatchesWithdrawn} patch sets withdrawn, {done.PatchesApplied} applied, {done.Blocked} blocked ones left out"]);
            return ExitCode.Done;
        });
    }
}
