namespace Hearth.Channels.Log;

/// <summary>What a change did. The names are part of the log for ever.</summary>
public readonly record struct ChangeKind(string Name)
{
    public static ChangeKind ChannelCreated { get; } = new("channel.created");

    public static ChangeKind ChannelSettings { get; } = new("channel.settings");

    public static ChangeKind ChannelDeleted { get; } = new("channel.deleted");

    public static ChangeKind ArtifactAdded { get; } = new("artifact.added");

    public static ChangeKind ArtifactRemoved { get; } = new("artifact.removed");

    public static ChangeKind ArtifactRestored { get; } = new("artifact.restored");

    /// <summary>Removed, and its bytes are not given out any more.</summary>
    public static ChangeKind ArtifactBlocked { get; } = new("artifact.blocked");

    public static ChangeKind LabelsSet { get; } = new("artifact.labels");

    /// <summary>A view shows other records than before, although nothing was published or removed: some came of age, or its rules changed.</summary>
    public static ChangeKind ViewSelected { get; } = new("view.selected");

    public static ChangeKind PatchApplied { get; } = new("patch.applied");

    public static ChangeKind PatchWithdrawn { get; } = new("patch.withdrawn");

    public static ChangeKind NoticesSet { get; } = new("channel.notices");

    public static ChangeKind SnapshotTaken { get; } = new("snapshot.taken");

    public static ChangeKind SnapshotPinned { get; } = new("snapshot.pinned");

    public static ChangeKind SnapshotUnpinned { get; } = new("snapshot.unpinned");

    public static ChangeKind SnapshotDeleted { get; } = new("snapshot.deleted");

    /// <summary>A person approved or rejected an artifact on its way from staging.</summary>
    public static ChangeKind SubmissionDecided { get; } = new("submission.decided");

    /// <summary>In the instance's log: a source is no longer given out.</summary>
    public static ChangeKind SourceTakenDown { get; } = new("source.taken-down");

    /// <summary>In the instance's log: a source is given out again.</summary>
    public static ChangeKind SourceReleased { get; } = new("source.released");

    public override string ToString() => Name;
}
