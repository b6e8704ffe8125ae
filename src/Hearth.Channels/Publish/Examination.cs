using Hearth.Channels.Indexing;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Publish;

/// <summary>What the door found.</summary>
/// <param name="Artifact">The artifact as the log will keep it; null if it cannot be read.</param>
/// <param name="Findings">Errors, for which it is refused, and warnings.</param>
internal sealed record Examination(IndexedArtifact? Artifact, IReadOnlyList<Diagnostic> Findings)
{
    public bool IsAccepted => Artifact is not null && Findings.All(finding => finding.Severity != Severity.Error);
}
