using Hearth.Channels.Publish;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Mirrors.Syncing;

/// <summary>What a sync did.</summary>
/// <param name="Source">The source that answered, without secrets.</param>
/// <param name="IsUnchanged">Whether the source had nothing new, which took one conditional request for each of its index files.</param>
/// <param name="Added">Artifacts that were downloaded and taken.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Held">Artifacts that were there already.</param>
/// <param name="Vanished">Artifacts that are held although the source no longer lists them.</param>
/// <param name="Removed">Artifacts that were removed because the source had not listed them for long enough.</param>
/// <param name="HasNewPatches">Whether records that are shown differently from their artifacts changed.</param>
/// <param name="Problems">What could not be taken, and why.</param>
public sealed record SyncReport(string Source, bool IsUnchanged, int Added, long Bytes, int Held, int Vanished, int Removed, bool HasNewPatches, IReadOnlyList<Diagnostic> Problems)
{
    /// <summary>The change of the source's log up to which the mirror shows it, where the source is a Hearth server and that is known.</summary>
    public long? SourceRevision { get; init; }

    /// <summary>Artifacts of which the source lists other bytes than the mirror holds.</summary>
    public int Differing { get; } = Problems.Where(IsConflict).DistinctBy(problem => problem.File).Count();

    /// <summary>Artifacts that could not be taken for another reason.</summary>
    public int Missing { get; } = Problems.Where(problem => !IsConflict(problem)).DistinctBy(problem => problem.File).Count();

    /// <summary>One line for people.</summary>
    public string Summary => IsUnchanged
        ? "nothing new"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Added} added, {Held} held, {Vanished} no longer at the source, {Removed} removed, {Problems.Count} problems");

    private static bool IsConflict(Diagnostic problem) => problem.Kind == PublishDiagnostics.Exists;
}
