using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.History;

/// <summary>What can be wrong with questions about the past.</summary>
public static class HistoryDiagnostics
{
    public static readonly DiagnosticKind BadMoment = new(
        "HRT4140",
        "Not a moment",
        Severity.Error,
        "A moment of a channel is a revision (r123), an instant with its zone (2026-11-01T10:15:00Z or 20261101t101500z), a date (2026-11-01: the day is "
        + "in it), a time ago (36h, 7d, 2w), or the name of a snapshot.");

    public static readonly DiagnosticKind NoSuchMoment = new(
        "HRT4141",
        "The channel has no such moment",
        Severity.Error,
        "The moment lies before the channel showed anything, or after its last change, or is the name of a snapshot that is not there. The message names "
        + "the first and the last moment that there are.");

    public static readonly DiagnosticKind FutureMoment = new(
        "HRT4142",
        "The moment has not come",
        Severity.Error,
        "What a channel will show is not known. A date alone means its end in UTC, so today's date works from tomorrow on; name an instant instead.");

    public static readonly DiagnosticKind PendingMoment = new(
        "HRT4143",
        "The revision is not shown yet",
        Severity.Error,
        "The change was accepted, and what clients see of it is being made. Ask again in a second.");

    public static readonly DiagnosticKind BadSnapshot = new(
        "HRT4144",
        "Not a name for a snapshot",
        Severity.Error,
        "The name of a snapshot has 1 to 64 lower-case letters, digits, '_', '.' and '-', begins with a letter, and is not that of a revision (r123).");

    public static readonly DiagnosticKind SnapshotExists = new(
        "HRT4145",
        "The snapshot exists already",
        Severity.Error,
        "Another state has this name, and people may rely on it. Choose another name, or delete the snapshot first.");

    public static readonly DiagnosticKind SnapshotDiffers = new(
        "HRT4146",
        "A snapshot is not what was served",
        Severity.Error,
        "A shard that the state needs is missing or damaged, or a document comes out otherwise than it was served. Put the bytes back from a backup or a mirror.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [BadMoment, NoSuchMoment, FutureMoment, PendingMoment, BadSnapshot, SnapshotExists, SnapshotDiffers];
}
