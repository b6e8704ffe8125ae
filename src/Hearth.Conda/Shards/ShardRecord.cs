using Hearth.Conda.Repodata;

namespace Hearth.Conda.Shards;

/// <summary>One record of a shard.</summary>
/// <param name="Group">The map that the record stands in.</param>
/// <param name="Key">Its key there.</param>
/// <param name="Json">The record as canonical JSON, without run exports.</param>
/// <param name="RunExports">The record's run exports as canonical JSON (CEP 21); empty means unknown, <c>{}</c> means none.</param>
public readonly record struct ShardRecord(RecordGroup Group, string Key, ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> RunExports);
