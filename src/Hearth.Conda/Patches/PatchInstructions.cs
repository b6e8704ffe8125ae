using System.Text;
using System.Text.Json;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;

namespace Hearth.Conda.Patches;

/// <summary>
/// A patch_instructions.json of one subdir: which fields of which records change, which records are revoked or removed
/// (docs/specs/patches.md; version 2: CEP 21 § Patching).
/// </summary>
public sealed class PatchInstructions
{
    private readonly ReadOnlyMemory<byte> _json;

    private PatchInstructions(ReadOnlyMemory<byte> canonicalJson) => _json = canonicalJson;

    /// <summary>Instructions that change nothing.</summary>
    public static PatchInstructions None { get; } = new("{\"patch_instructions_version\":1}"u8.ToArray());

    /// <summary>1 or 2.</summary>
    public int Version { get; private init; } = 1;

    /// <summary>File name (<c>.tar.bz2</c>) to the object of changed fields.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Packages { get; private init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>File name (<c>.conda</c>) to the object of changed fields.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> PackagesConda { get; private init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>Full file name to the object of changed fields, for records of revision 3 (CEP 48).</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> V3 { get; private init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    public IReadOnlySet<string> Revoke { get; private init; } = new HashSet<string>();

    public IReadOnlySet<string> Remove { get; private init; } = new HashSet<string>();

    public bool IsEmpty => Packages.Count + PackagesConda.Count + V3.Count + Revoke.Count + Remove.Count == 0;

    /// <summary>The document as canonical JSON.</summary>
    public ReadOnlyMemory<byte> Json => _json;

    /// <summary>Identifies the instructions: equal instructions have equal digests.</summary>
    public Sha256 Digest => Sha256.Of(_json.Span);

    /// <summary>Reads a document.</summary>
    /// <param name="json">The document, in any form.</param>
    /// <param name="file">What to call it in diagnostics.</param>
    /// <exception cref="BadInputException">It is not JSON, of another shape, or of a version above 2.</exception>
    public static PatchInstructions Parse(ReadOnlySpan<byte> json, string file)
    {
        var canonical = CanonicalJson.RewriteFile(json, file);
        var problems = new List<Diagnostic>();
        try
        {
            var result = Parse(canonical, problem => problems.Add(PatchDiagnostics.PatchNotUnderstood.In(file, problem)));
            return problems.Count == 0 ? result : throw new BadInputException(problems);
        }
        catch (JsonException)
        {
            throw PatchDiagnostics.PatchNotUnderstood.Refuse(file, "the document is not a JSON object");
        }
    }

    /// <summary>The instructions that have the effect of <paramref name="first"/> followed by <paramref name="second"/>.</summary>
    /// <remarks>
    /// Revoking and removing come after all fields, whichever of the two says so. What no document can say is lost: that a field, once
    /// cleared or made a plain value by the first, becomes an object that forgets the record's own.
    /// </remarks>
    public static PatchInstructions Combine(PatchInstructions first, PatchInstructions second) => PatchCombination.Of(first, second);

    /// <summary>The objects of changed fields that reach a record, in the order in which they apply.</summary>
    /// <param name="group">Where the record is listed.</param>
    /// <param name="file">The artifact's file name.</param>
    public IEnumerable<ReadOnlyMemory<byte>> FieldsFor(RecordGroup group, string file)
    {
        // A record of revision 3 follows those of its stem unless it has its own (CEP 48).
        if (group.IsV3() && V3.TryGetValue(file, out var own))
        {
            yield return own;
            yield break;
        }
        // Instructions for a .tar.bz2 also reach the .conda of the same stem; the .conda's own come later and win.
        var classic = Twin.ClassicOf(group, file);
        if (Packages.TryGetValue(classic, out var fields))
            yield return fields;
        if (classic != file && PackagesConda.TryGetValue(file, out fields))
            yield return fields;
    }

    /// <summary>Whether <see cref="Revoke"/> names the file, or the <c>.tar.bz2</c> of its stem.</summary>
    public bool Revokes(RecordGroup group, string file) => Revoke.Contains(file) || Revoke.Contains(Twin.ClassicOf(group, file));

    /// <summary>Whether <see cref="Remove"/> names the file, or the <c>.tar.bz2</c> of its stem.</summary>
    public bool Removes(RecordGroup group, string file) => Remove.Contains(file) || Remove.Contains(Twin.ClassicOf(group, file));

    private static PatchInstructions Parse(ReadOnlyMemory<byte> json, Action<string> refuse)
    {
        var version = 1;
        Dictionary<string, ReadOnlyMemory<byte>> packages = [], conda = [], v3 = [];
        HashSet<string> revoke = [], remove = [];
        foreach (var member in JsonMember.FindIn(json.Span))
        {
            var value = json.Slice(member.ValueStart, member.ValueLength);
            switch (Encoding.UTF8.GetString(json.Span.Slice(member.NameStart, member.NameLength)))
            {
                case "patch_instructions_version":
                    version = ReadVersion(value.Span, refuse);
                    break;
                case "packages":
                    ReadRecords(value, "packages", "", packages, refuse);
                    break;
                case "packages.conda":
                    ReadRecords(value, "packages.conda", "", conda, refuse);
                    break;
                case "v3":
                    ReadV3(value, v3, refuse);
                    break;
                case "revoke":
                    ReadFiles(value.Span, "revoke", revoke, refuse);
                    break;
                case "remove":
                    ReadFiles(value.Span, "remove", remove, refuse);
                    break;
            }
        }
        return new PatchInstructions(json) { Version = version, Packages = packages, PackagesConda = conda, V3 = v3, Revoke = revoke, Remove = remove };
    }

    private static int ReadVersion(ReadOnlySpan<byte> value, Action<string> refuse)
    {
        var reader = new Utf8JsonReader(value);
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var version) && version is 1 or 2)
            return version;
        refuse($"patch_instructions_version is {Encoding.UTF8.GetString(value)}; 1 and 2 are understood");
        return 0;
    }

    private static void ReadV3(ReadOnlyMemory<byte> value, Dictionary<string, ReadOnlyMemory<byte>> v3, Action<string> refuse)
    {
        if (value.Span[0] != '{')
        {
            refuse("'v3' is not an object");
            return;
        }
        foreach (var member in JsonMember.FindIn(value.Span))
        {
            var extension = Encoding.UTF8.GetString(value.Span.Slice(member.NameStart, member.NameLength));
            if (!RecordGroups.All.Any(group => group.IsV3() && group.Extension().AsSpan(1).SequenceEqual(extension)))
                refuse($"'v3.{extension}' is no extension that revision 3 has");
            ReadRecords(value.Slice(member.ValueStart, member.ValueLength), $"v3.{extension}", "." + extension, v3, refuse);
        }
    }

    private static void ReadRecords(
        ReadOnlyMemory<byte> value, string where, string suffix, Dictionary<string, ReadOnlyMemory<byte>> into, Action<string> refuse)
    {
        if (value.Span[0] != '{')
        {
            refuse($"'{where}' is not an object");
            return;
        }
        foreach (var member in JsonMember.FindIn(value.Span))
        {
            var file = Encoding.UTF8.GetString(value.Span.Slice(member.NameStart, member.NameLength)) + suffix;
            var fields = value.Slice(member.ValueStart, member.ValueLength);
            if (fields.Span[0] == '{')
                into[file] = fields;
            else
                refuse($"the entry of {file} in '{where}' is not an object");
        }
    }

    private static void ReadFiles(ReadOnlySpan<byte> value, string where, HashSet<string> into, Action<string> refuse)
    {
        var reader = new Utf8JsonReader(value);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            refuse($"'{where}' is not a list");
            return;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                into.Add(reader.GetString()!);
            }
            else
            {
                refuse($"'{where}' holds something that is not a file name");
                reader.Skip();
            }
        }
    }
}
