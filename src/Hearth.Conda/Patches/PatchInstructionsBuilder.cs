using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Json;

namespace Hearth.Conda.Patches;

/// <summary>Puts patch instructions together, record by record.</summary>
public sealed class PatchInstructionsBuilder
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _packages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _conda = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _v3 = new(StringComparer.Ordinal);

    /// <summary>1 or 2.</summary>
    public int Version { get; init; } = 1;

    public ISet<string> Revoke { get; } = new HashSet<string>(StringComparer.Ordinal);

    public ISet<string> Remove { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Sets the object of changed fields of one file.</summary>
    public void Set(RecordGroup group, string file, ReadOnlyMemory<byte> canonicalJson) => MapOf(group)[file] = canonicalJson;

    /// <summary>Sets all that some instructions say of the files that pass.</summary>
    public void SetAll(PatchInstructions instructions, Func<string, bool> passes)
    {
        foreach (var (from, to) in (ReadOnlySpan<(IReadOnlyDictionary<string, ReadOnlyMemory<byte>>, Dictionary<string, ReadOnlyMemory<byte>>)>)[(instructions.Packages, _packages), (instructions.PackagesConda, _conda), (instructions.V3, _v3)])
        {
            foreach (var (file, fields) in from.Where(entry => passes(entry.Key)))
                to[file] = fields;
        }
        Revoke.UnionWith(instructions.Revoke.Where(passes));
        Remove.UnionWith(instructions.Remove.Where(passes));
    }

    /// <summary>
    /// Sets what makes a record look as wanted. The instructions of its twins reach it too, and are undone where they are not
    /// wanted, so the records of a subdir must come in the order of <see cref="RecordGroups.All"/>.
    /// </summary>
    public void Turn(RecordGroup group, string file, PackageRecord record, PackageRecord wanted)
    {
        var shown = record;
        var inherits = false;
        foreach (var fields in InheritedBy(group, file))
        {
            inherits = true;
            shown = JsonMerge.Of(shown, fields);
        }
        if (!shown.Equals(wanted))
            Set(group, file, JsonMerge.Difference(inherits && group.IsV3() ? record.Json : shown.Json, wanted.Json));
    }

    public PatchInstructions Build()
    {
        var document = new JsonObjectBuilder().Set("patch_instructions_version"u8, Version);
        AddMap(document, "packages"u8, _packages);
        AddMap(document, "packages.conda"u8, _conda);
        var v3 = new JsonObjectBuilder();
        foreach (var group in RecordGroups.All.Where(group => group.IsV3()))
            AddMap(v3, group.Key(), _v3.Where(own => RecordGroups.OfV3(own.Key) == group).Select(own => KeyValuePair.Create(group.KeyOf(own.Key), own.Value)));
        if (!v3.IsEmpty)
            document.SetRaw("v3"u8, v3.Build());
        if (Revoke.Count > 0)
            document.Set("revoke"u8, Revoke.Order(StringComparer.Ordinal));
        if (Remove.Count > 0)
            document.Set("remove"u8, Remove.Order(StringComparer.Ordinal));
        return PatchInstructions.Parse(document.Build(), "instructions");
    }

    private IEnumerable<ReadOnlyMemory<byte>> InheritedBy(RecordGroup group, string file)
    {
        if (group == RecordGroup.Packages)
            yield break;
        if (_packages.TryGetValue(Twin.ClassicOf(group, file), out var fields))
            yield return fields;
        if (group.IsV3() && _conda.TryGetValue(file, out fields))
            yield return fields;
    }

    private Dictionary<string, ReadOnlyMemory<byte>> MapOf(RecordGroup group) => group switch
    {
        RecordGroup.Packages => _packages,
        RecordGroup.PackagesConda => _conda,
        _ => _v3,
    };

    private static void AddMap(JsonObjectBuilder document, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> entries)
    {
        var map = new JsonObjectBuilder();
        foreach (var (file, fields) in entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            map.SetRaw(Escaped(file), fields);
        if (!map.IsEmpty)
            document.SetRaw(name, map.Build());
    }

    private static ReadOnlyMemory<byte> Escaped(string file)
    {
        var quoted = new ByteBuffer(file.Length + 2);
        JsonText.Write(file, quoted);
        return quoted.ToArray().AsMemory(1, quoted.Length - 2);
    }
}
