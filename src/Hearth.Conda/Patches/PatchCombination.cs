using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Json;

namespace Hearth.Conda.Patches;

/// <summary>Makes one document of two, so that applying it is applying one after the other.</summary>
internal static class PatchCombination
{
    public static PatchInstructions Of(PatchInstructions first, PatchInstructions second)
    {
        if (first.IsEmpty)
            return second;
        if (second.IsEmpty)
            return first;
        var version = Math.Max(first.Version, second.Version);
        first = In(version, first);
        second = In(version, second);
        var combined = new PatchInstructionsBuilder { Version = version };
        foreach (var file in first.Packages.Keys.Union(second.Packages.Keys))
            combined.Set(RecordGroup.Packages, file, Joined(RecordGroup.Packages, file, first, second));
        // The second's word for a .tar.bz2 reaches the .conda after the first's word for the .conda itself; in one document it would
        // come before it.
        foreach (var file in first.PackagesConda.Keys)
            combined.Set(RecordGroup.PackagesConda, file, Append([first.PackagesConda[file], .. second.FieldsFor(RecordGroup.PackagesConda, file)]));
        foreach (var (file, fields) in second.PackagesConda.Where(own => !first.PackagesConda.ContainsKey(own.Key)))
            combined.Set(RecordGroup.PackagesConda, file, fields);
        // An instruction in v3 shuts out those of its stem, so it carries what they say.
        foreach (var file in first.V3.Keys.Union(second.V3.Keys))
        {
            var group = RecordGroups.OfV3(file);
            combined.Set(group, file, Joined(group, file, first, second));
        }
        combined.Revoke.UnionWith(first.Revoke.Union(second.Revoke));
        combined.Remove.UnionWith(first.Remove.Union(second.Remove));
        return combined.Build();
    }

    private static ReadOnlyMemory<byte> Joined(RecordGroup group, string file, PatchInstructions first, PatchInstructions second) =>
        Append([.. first.FieldsFor(group, file), .. second.FieldsFor(group, file)]);

    private static ReadOnlyMemory<byte> Append(IEnumerable<ReadOnlyMemory<byte>> fields) =>
        fields.Aggregate((before, after) => JsonMerge.Append(before, after));

    // What a document of version 1 says of run_exports has no effect, and must not come to have one (CEP 21 § Patching).
    private static PatchInstructions In(int version, PatchInstructions instructions)
    {
        if (instructions.Version == version)
            return instructions;
        var rewritten = new PatchInstructionsBuilder { Version = version };
        foreach (var (file, fields) in instructions.Packages)
            rewritten.Set(RecordGroup.Packages, file, WithoutRunExports(fields));
        foreach (var (file, fields) in instructions.PackagesConda)
            rewritten.Set(RecordGroup.PackagesConda, file, WithoutRunExports(fields));
        foreach (var (file, fields) in instructions.V3)
            rewritten.Set(RecordGroups.OfV3(file), file, WithoutRunExports(fields));
        rewritten.Revoke.UnionWith(instructions.Revoke);
        rewritten.Remove.UnionWith(instructions.Remove);
        return rewritten.Build();
    }

    private static byte[] WithoutRunExports(ReadOnlyMemory<byte> fields) =>
        new JsonObjectBuilder().SetAll(fields.Span).Remove(RecordField.RunExports).Build();
}
