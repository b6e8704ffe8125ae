using Hearth.Channels.History;
using Hearth.Foundation.Time;

namespace Hearth.Server.Api;

/// <summary>A state that shall get a name.</summary>
internal sealed record NewSnapshot(string? Name, string? At, string? Note);

/// <summary>Whether only people shall take a snapshot away.</summary>
internal sealed record SnapshotPin(bool? Pinned);

/// <summary>A state with its name; in a list also what came since the one before it.</summary>
internal sealed record SnapshotDocument(string Schema, string Name, long Revision, string At, string Taken, string Actor, string Note, bool Pinned, long? Changes = null, long? Names = null, long? Bytes = null)
{
    public static SnapshotDocument Of(Snapshot snapshot) => new(
        "hearth.snapshot.1", snapshot.Name, snapshot.Revision, Rfc3339.Format(snapshot.At), Rfc3339.Format(snapshot.Taken), snapshot.Actor, snapshot.Note, snapshot.IsPinned);

    public static SnapshotDocument Of(CountedSnapshot counted) => Of(counted.Snapshot) with { Changes = counted.Changes, Names = counted.Names, Bytes = counted.Bytes };
}

/// <summary>The snapshots of a channel, oldest state first.</summary>
internal sealed record SnapshotList(string Schema, string Channel, IReadOnlyList<SnapshotDocument> Snapshots);

/// <summary>What is not the same in two states of a label.</summary>
internal sealed record StateDifferences(string Schema, string Channel, string Label, long Before, long After, IReadOnlyList<DifferingRecord> Records);

/// <summary>A record that is not the same in two states.</summary>
internal sealed record DifferingRecord(string Subdir, string File, string Kind, IReadOnlyList<FieldDifference> Fields)
{
    public static DifferingRecord Of(RecordDifference difference) => new(difference.Subdir, difference.File, difference.Kind.ToString().ToLowerInvariant(), difference.Fields);
}

/// <summary>Where a channel shall go back to.</summary>
internal sealed record RollbackRequest(string? To, bool DryRun);

/// <summary>What going back changed, or would.</summary>
internal sealed record RollbackDocument(string Schema, string Channel, bool DryRun, long To, RolledBack Changes);
