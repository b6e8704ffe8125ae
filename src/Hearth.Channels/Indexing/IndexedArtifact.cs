using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Channels.Indexing;

/// <summary>What the cache keeps of one readable package file.</summary>
/// <param name="File">Its name, size and time.</param>
/// <param name="Group">Where it is listed.</param>
/// <param name="Record">Its record before patches.</param>
/// <param name="RunExports">Its run exports as canonical JSON; <c>{}</c> where the artifact has none.</param>
/// <param name="About">What channeldata takes from it, as canonical JSON.</param>
internal sealed record IndexedArtifact(
    FolderFile File, RecordGroup Group, PackageRecord Record, ReadOnlyMemory<byte> RunExports, ReadOnlyMemory<byte> About);
