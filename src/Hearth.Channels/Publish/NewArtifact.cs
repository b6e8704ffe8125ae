using Hearth.Channels.Indexing;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>An artifact that passed the door, and whose bytes are stored.</summary>
/// <param name="File">Its file name.</param>
/// <param name="Group">Where it is listed.</param>
/// <param name="Record">Its record before patches, without the time of its arrival.</param>
/// <param name="Sha256">The digest of its bytes.</param>
/// <param name="RunExports">Canonical JSON.</param>
/// <param name="About">Canonical JSON.</param>
/// <param name="Findings">What was noticed and accepted.</param>
internal sealed record NewArtifact(
    string File, RecordGroup Group, PackageRecord Record, Sha256 Sha256, ReadOnlyMemory<byte> RunExports, ReadOnlyMemory<byte> About, IReadOnlyList<Diagnostic> Findings)
{
    public NewArtifact(IndexedArtifact artifact, Sha256 sha256, IReadOnlyList<Diagnostic> findings)
        : this(artifact.File.Name, artifact.Group, artifact.Record, sha256, artifact.RunExports, artifact.About, findings)
    {
    }
}
