using Hearth.Conda.Records;

namespace Hearth.Conda.Patches;

/// <summary>A record after the channel's patches.</summary>
/// <param name="Record">What clients see; null if the record is removed.</param>
/// <param name="RunExports">Its run exports as canonical JSON; empty means unknown.</param>
/// <param name="ProtectedFields">The fields that a patch tried to change and may not.</param>
public readonly record struct PatchedRecord(
    PackageRecord? Record, ReadOnlyMemory<byte> RunExports, IReadOnlyList<string> ProtectedFields);
