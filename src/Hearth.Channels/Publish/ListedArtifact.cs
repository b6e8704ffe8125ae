using Hearth.Conda.Records;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>An artifact that a channel lists.</summary>
/// <param name="Id">Its number in the database.</param>
/// <param name="File">Its file name.</param>
/// <param name="Record">Its record before patches.</param>
/// <param name="Sha256">The digest of its bytes.</param>
/// <param name="At">When it first appeared.</param>
/// <param name="Actor">Who published it.</param>
/// <param name="About"><c>about.json</c> as canonical JSON; empty if it has none.</param>
/// <param name="Labels">Its labels, sorted.</param>
public sealed record ListedArtifact(
    long Id, string File, PackageRecord Record, Sha256 Sha256, DateTimeOffset At, string Actor, ReadOnlyMemory<byte> About, IReadOnlyList<string> Labels)
{
    /// <summary><c>subdir/file</c>.</summary>
    public string Path => $"{Record.Subdir}/{File}";
}
