using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>An artifact just as its row says it, with the time at which it first appeared (CEP 47).</summary>
/// <param name="File">Its file name.</param>
/// <param name="Group">Where it is listed.</param>
/// <param name="Record">Its record before patches; its <c>indexed_timestamp</c> is <paramref name="FirstSeen"/>.</param>
/// <param name="Sha256">The digest of its bytes.</param>
/// <param name="RunExports">Canonical JSON.</param>
/// <param name="About">Canonical JSON.</param>
/// <param name="FirstSeen">When it first appeared.</param>
internal readonly record struct DatedArtifact(
    string File, RecordGroup Group, PackageRecord Record, Sha256 Sha256, ReadOnlyMemory<byte> RunExports, ReadOnlyMemory<byte> About, DateTimeOffset FirstSeen);
