using System.Text;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Json;

namespace Hearth.Conda.Patches;

/// <summary>
/// Applies patch instructions to one record at a time, so that every file that shows the record shows the same
/// (docs/specs/patches.md). The order is conda-index's: fields, then revoke, then remove.
/// </summary>
public sealed class RecordPatcher(PatchInstructions instructions)
{
    private const string RevokedDependency = "package_has_been_revoked";

    private static readonly HashSet<string> Protected =
        new(["build", "indexed_timestamp", "md5", "name", "sha256", "size", "subdir", "version"], StringComparer.Ordinal);

    public PatchInstructions Instructions => instructions;

    /// <summary>What <paramref name="record"/> looks like after the patches.</summary>
    /// <param name="group">Where the record is listed.</param>
    /// <param name="file">The artifact's file name.</param>
    /// <param name="record">The record as the artifact has it.</param>
    /// <param name="runExports">The artifact's run exports as canonical JSON; empty means unknown.</param>
    public PatchedRecord Apply(RecordGroup group, string file, PackageRecord record, ReadOnlyMemory<byte> runExports)
    {
        if (instructions.IsEmpty)
            return new(record, runExports, []);
        if (instructions.Removes(group, file))
            return new(null, runExports, []);

        JsonObjectBuilder? fields = null;
        List<string> protectedFields = [];
        foreach (var patch in instructions.FieldsFor(group, file))
        {
            fields ??= record.ToBuilder();
            runExports = Merge(fields, patch, runExports, protectedFields);
        }
        if (instructions.Revokes(group, file))
            Revoke(fields ??= record.ToBuilder());
        // Clients fail on a record without depends, so clearing it leaves an empty list.
        if (fields is not null && fields.Raw(RecordField.Depends).IsEmpty)
            fields.Set(RecordField.Depends, []);
        return new(fields is null ? record : PackageRecord.From(fields), runExports, protectedFields);
    }

    // run_exports are patched from version 2 on (CEP 21 § Patching) and live beside the record, not in it.
    private ReadOnlyMemory<byte> Merge(
        JsonObjectBuilder fields, ReadOnlyMemory<byte> patch, ReadOnlyMemory<byte> runExports, List<string> protectedFields)
    {
        var merged = new JsonObjectBuilder();
        if (!runExports.IsEmpty)
            merged.SetRaw(RecordField.RunExports, runExports);
        foreach (var member in JsonMember.FindIn(patch.Span))
        {
            if (!patch.Span.Slice(member.NameStart, member.NameLength).SequenceEqual(RecordField.RunExports))
                continue;
            if (instructions.Version < 2)
                protectedFields.Add("run_exports");
            else
                JsonMerge.Into(merged, Only(patch, member), static _ => false);
        }
        protectedFields.AddRange(JsonMerge.Into(fields, patch, static name => Protected.Contains(Encoding.UTF8.GetString(name.Span)) || IsRunExports(name))
            .Where(name => name != "run_exports"));
        return merged.Raw(RecordField.RunExports);
    }

    private static bool IsRunExports(ReadOnlyMemory<byte> name) => name.Span.SequenceEqual(RecordField.RunExports);

    private static byte[] Only(ReadOnlyMemory<byte> patch, JsonMember member) =>
        [.. "{\"run_exports\":"u8, .. patch.Span.Slice(member.ValueStart, member.ValueLength), (byte)'}'];

    private static void Revoke(JsonObjectBuilder fields)
    {
        var depends = PackageRecord.From(fields).Depends;
        fields.Set(RecordField.Revoked, true);
        if (!depends.Contains(RevokedDependency))
            fields.Set(RecordField.Depends, depends.Append(RevokedDependency));
    }
}
