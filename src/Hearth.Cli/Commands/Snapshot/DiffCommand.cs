using System.CommandLine;
using Hearth.Channels.History;
using Hearth.Cli.Commands.Channel;
using Hearth.Conda.Names;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary><c>hearth snapshot diff CHANNEL BEFORE AFTER</c>.</summary>
internal sealed class DiffCommand : OneChannelCommand
{
    private readonly Argument<string> _before = new("BEFORE") { Description = "A moment." };
    private readonly Argument<string?> _after = new("AFTER") { Description = "Another; what is served now if left out.", DefaultValueFactory = _ => null };
    private readonly Option<string> _label = new("--label") { Description = "The label to compare.", DefaultValueFactory = _ => Label.Main.ToString() };

    public DiffCommand()
        : base(
            "diff",
            "Show the records that differ between two states: added, removed, and changed with what changed in them.",
            new Example("hearth snapshot diff forge release-1 release-2 --data ./hearth-data", "from one snapshot to another"),
            new Example("hearth snapshot diff forge 2026-11-01 --data ./hearth-data --json", "from a day to now"))
    {
        Arguments.Add(_before);
        Arguments.Add(_after);
        Options.Add(_label);
        RunsOnChannel(async about =>
        {
            var (parsed, output, instance, channel, cancellation) = about;
            var label = Label.Parse(parsed.GetRequiredValue(_label));
            var before = await ChannelState.FindAsync(about, parsed.GetRequiredValue(_before));
            var after = await ChannelState.FindAsync(about, parsed.GetValue(_after));
            var records = await new StateComparison(instance.Store, channel).CompareAsync(label, before.Revision, after.Revision, cancellation);
            int Count(DifferenceKind kind) => records.Count(record => record.Kind == kind);
            if (output.IsJson)
            {
                var document = new SnapshotDiffDocument(
                    "hearth.snapshot-diff.1", channel.Name.ToString(), label.ToString(), before.Revision, after.Revision,
                    Count(DifferenceKind.Added), Count(DifferenceKind.Removed), Count(DifferenceKind.Changed), records);
                output.Document(document, CliJson.Default.SnapshotDiffDocument);
                return ExitCode.Done;
            }
            foreach (var record in records)
            {
                output.Line($"{(record.Kind == DifferenceKind.Added ? '+' : record.Kind == DifferenceKind.Removed ? '-' : '~')} {record.Subdir}/{record.File}");
                foreach (var field in record.Fields)
                    output.Line($"    {field.Name}: {field.Before ?? "(none)"} -> {field.After ?? "(none)"}");
            }
            output.Line($"r{before.Revision} to r{after.Revision}: {Count(DifferenceKind.Added)} added, {Count(DifferenceKind.Removed)} removed, {Count(DifferenceKind.Changed)} changed");
            return ExitCode.Done;
        });
    }
}
