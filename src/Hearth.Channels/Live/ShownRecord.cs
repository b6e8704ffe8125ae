using Hearth.Conda.Patches;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Channels.Live;

/// <summary>What patches make of a record; null where they change nothing.</summary>
/// <param name="Json">The record, canonical JSON.</param>
/// <param name="RunExports">Canonical JSON.</param>
/// <param name="IsHidden">Whether a patch removes it.</param>
internal sealed record ShownRecord(byte[]? Json, byte[]? RunExports, bool IsHidden)
{
    public static ShownRecord Of(RecordPatcher patcher, RecordGroup group, string file, PackageRecord record, ReadOnlyMemory<byte> runExports)
    {
        var patched = patcher.Apply(group, file, record, runExports);
        return new ShownRecord(
            patched.Record is null || patched.Record.Equals(record) ? null : patched.Record.Json.ToArray(),
            patched.RunExports.Span.SequenceEqual(runExports.Span) ? null : patched.RunExports.ToArray(),
            patched.Record is null);
    }

    /// <summary>Whether the columns hold just this.</summary>
    public bool Equals(ReadOnlySpan<byte> json, ReadOnlySpan<byte> runExports, bool isHidden) =>
        json.SequenceEqual(Json) && runExports.SequenceEqual(RunExports) && isHidden == IsHidden;
}
