using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Upkeep;

/// <summary>What checking and importing channels finds.</summary>
public static class UpkeepDiagnostics
{
    public static readonly DiagnosticKind LogBroken = new(
        "HRT4070",
        "The log was altered",
        Severity.Error,
        "Each change in a log holds the hash of the one before it. From the named revision on the hashes do not fit: someone changed the "
        + "database behind Hearth's back, or it was damaged. Restore a backup, and find out who had access.");

    public static readonly DiagnosticKind ViewDiffers = new(
        "HRT4071",
        "A view does not show what the log says",
        Severity.Error,
        "A shard, an index or a document holds something else than the records make. 'hearth channel "
        + "check --repair' makes it anew; so does the next change of the name.");

    public static readonly DiagnosticKind BlobMissing = new(
        "HRT4072",
        "Bytes are missing or damaged",
        Severity.Error,
        "The blob store does not have the bytes that the log speaks of, or others. Put them back from a backup or a mirror; those of a view "
        + "are made anew by 'hearth channel check --repair'.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [LogBroken, ViewDiffers, BlobMissing];
}
