using System.Text.Json;
using Hearth.Foundation.Json;

namespace Hearth.Conda.Schemas;

/// <summary>Tells what kind of file something is, by its name if that says it all, else by the keys at its top.</summary>
public static class FormatRecognition
{
    // Names that mean one thing wherever they stand, without the endings of compression.
    private static readonly Dictionary<string, string> ByName = new(StringComparer.Ordinal)
    {
        ["about.json"] = "about",
        ["channeldata.json"] = "channeldata",
        ["hash_input.json"] = "hash_input",
        ["index.json"] = "index",
        ["link.json"] = "link",
        ["notices.json"] = "notices",
        ["patch_instructions.json"] = "patch_instructions",
        ["paths.json"] = "paths",
        ["repodata_record.json"] = "repodata_record",
    };

    // The first kind whose keys are all there. Keys that only one format has come first.
    private static readonly (string Kind, string[] Keys)[] ByKeys =
    [
        ("channeldata", ["channeldata_version"]),
        ("patch_instructions", ["patch_instructions_version"]),
        ("conda-format", ["conda_pkg_format_version"]),
        ("paths", ["paths_version"]),
        ("link", ["package_metadata_version"]),
        ("notices", ["notices"]),
        ("shard-index", ["info", "shards"]),
        ("patch-yaml", ["if"]),
        ("patch-yaml", ["then"]),
        ("repodata", ["packages"]),
        ("repodata", ["packages.conda"]),
        ("repodata", ["repodata_version"]),
        ("repodata", ["info"]),
        ("patch_instructions", ["remove"]),
        ("patch_instructions", ["revoke"]),
        ("repodata_record", ["name", "version", "build", "fn", "url"]),
        ("package-record", ["name", "version", "build", "size"]),
        ("index", ["name", "version", "build"]),
        ("repodata-state", ["url", "etag"]),
        ("repodata-state", ["url", "mod"]),
        ("package-run_exports", ["weak"]),
        ("package-run_exports", ["strong"]),
        ("package-run_exports", ["noarch"]),
    ];

    /// <summary>The name of the schema for a file, or nothing if it looks like none of ours.</summary>
    /// <param name="fileName">The name without folders; endings of compression do not matter.</param>
    /// <param name="json">The content as JSON, also where the file has another form.</param>
    /// <exception cref="JsonException">The content must be looked at and is not JSON.</exception>
    public static string? Recognise(string fileName, ReadOnlySpan<byte> json)
    {
        var name = WithoutCompression(fileName);
        if (ByName.TryGetValue(name, out var kind))
            return kind;
        if (name.EndsWith(".jlap", StringComparison.Ordinal))
            return "jlap";
        if (json.IsEmpty)
            return IsRepodata(name) ? "repodata" : null;
        if (HalfCharacter.Find(json) is not null)
            throw new JsonException("A text escapes half a character.");
        var keys = KeysAtTheTop(json, out var declared);
        if (declared is not null)
            return declared;
        return name switch
        {
            "run_exports.json" => keys.Contains("packages") || keys.Contains("packages.conda") ? "run_exports" : "package-run_exports",
            _ when IsShard(name) => "shard",
            _ => ByKeys.FirstOrDefault(rule => keys.IsSupersetOf(rule.Keys)).Kind ?? (IsRepodata(name) ? "repodata" : null),
        };
    }

    // CEP 36: every variant matches *repodata*.json.
    private static bool IsRepodata(string name) =>
        name.Contains("repodata", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal);

    // CEP 16: a shard is named by its hash.
    private static bool IsShard(string name) => name.Length == 64 + ".msgpack".Length && name.EndsWith(".msgpack", StringComparison.Ordinal);

    private static string WithoutCompression(string name) =>
        name.EndsWith(".zst", StringComparison.Ordinal) || name.EndsWith(".bz2", StringComparison.Ordinal) ? name[..^4] : name;

    /// <summary>The keys of the outermost object. Hearth's own documents say in their first key what they are.</summary>
    private static HashSet<string> KeysAtTheTop(ReadOnlySpan<byte> json, out string? declared)
    {
        declared = null;
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return keys;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            keys.Add(key);
            reader.Read();
            if (key == "schema" && reader.TokenType == JsonTokenType.String && reader.GetString()!.Split('.') is ["hearth", var name, _])
                declared = $"cli/{name}";
            reader.Skip();
        }
        return keys;
    }
}
