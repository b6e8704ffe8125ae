using Hearth.Channels.History;
using Hearth.Cli.Output;
using Hearth.Foundation.Time;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary>A snapshot, as commands show it.</summary>
internal sealed record ListedSnapshot(string Name, long Revision, string At, string Taken, string Actor, string Note, bool Pinned)
{
    public static ListedSnapshot Of(Channels.History.Snapshot snapshot) =>
        new(snapshot.Name, snapshot.Revision, Rfc3339.Format(snapshot.At), Rfc3339.Format(snapshot.Taken), snapshot.Actor, snapshot.Note, snapshot.IsPinned);

    /// <summary>What it names, for people.</summary>
    public override string ToString() => $"{Name}\tr{Revision}\t{At}";
}

/// <summary>A snapshot in a list: with what came since the one of the state before it.</summary>
internal sealed record CountedLine(string Name, long Revision, string At, string Taken, string Actor, string Note, bool Pinned, long Changes, long Names, long Bytes)
{
    public static CountedLine Of(CountedSnapshot counted)
    {
        var listed = ListedSnapshot.Of(counted.Snapshot);
        return new(listed.Name, listed.Revision, listed.At, listed.Taken, listed.Actor, listed.Note, listed.Pinned, counted.Changes, counted.Names, counted.Bytes);
    }
}

/// <summary>The document of <c>hearth snapshot create --json</c>, and of <c>delete</c>, <c>pin</c> and <c>unpin</c>.</summary>
internal sealed record SnapshotDocument(string Schema, string Channel, bool DryRun, ListedSnapshot Snapshot);

/// <summary>The document of <c>hearth snapshot list --json</c>.</summary>
internal sealed record SnapshotListDocument(string Schema, string Channel, IReadOnlyList<CountedLine> Snapshots);

/// <summary>The document of <c>hearth snapshot show --json</c>.</summary>
internal sealed record SnapshotContentDocument(string Schema, string Channel, long Revision, string At, IReadOnlyList<StateView> Views);

/// <summary>The document of <c>hearth snapshot diff --json</c>.</summary>
internal sealed record SnapshotDiffDocument(string Schema, string Channel, string Label, long Before, long After, int Added, int Removed, int Changed, IReadOnlyList<RecordDifference> Records);

/// <summary>The document of <c>hearth snapshot rollback --json</c>.</summary>
internal sealed record RollbackDocument(string Schema, string Channel, bool DryRun, long To, RolledBack Changes);

/// <summary>The document of <c>hearth snapshot export --json</c>.</summary>
internal sealed record ExportDocument(string Schema, string Channel, string Target, ExportReport Report);

/// <summary>The document of <c>hearth snapshot verify --json</c>.</summary>
internal sealed record SnapshotVerifyDocument(string Schema, string Channel, long Revision, bool IsRight, IReadOnlyList<DiagnosticDocument> Problems);
