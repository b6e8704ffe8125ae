using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Packages.Archives.Tar;
using Hearth.Packages.Metadata;
using Hearth.Packages.Prefix;

namespace Hearth.Packages.Paths;

/// <summary>Reads and writes <c>info/paths.json</c>, and the older files that it replaced.</summary>
public static class PathsJson
{
    /// <summary>The paths that a package lists, from paths.json or, where there is none, from files, has_prefix and no_link.</summary>
    /// <exception cref="BadInputException">Paths.json is not what CEP 34 says.</exception>
    public static IReadOnlyList<PathEntry> Read(PackageInfo info, string file)
    {
        if (info.Paths is not { } json)
            return FromLegacy(info);
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.GetProperty("paths").EnumerateArray().Select(EntryOf)];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new BadInputException(PackagesDiagnostics.BadMetadata.In(file, $"info/paths.json is not what CEP 34 says: {e.Message}"), e);
        }
    }

    /// <summary>
    /// Writes the paths.json of a folder's members; links get the digest of what they lead to, and what info/has_prefix lists its
    /// placeholder.
    /// </summary>
    internal static byte[] Of(string folder, IReadOnlyList<TarEntry> members, CancellationToken cancellation)
    {
        var hasPrefix = Path.Join(folder, "info", "has_prefix");
        var prefixes = PrefixesOf(File.Exists(hasPrefix) ? File.ReadAllBytes(hasPrefix) : null);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartArray("paths");
            foreach (var member in members.Where(member => !member.IsInfo).OrderBy(member => member.Path, StringComparer.Ordinal))
            {
                cancellation.ThrowIfCancellationRequested();
                Write(json, Path.Join(folder, member.Path), member, prefixes.TryGetValue(member.Path, out var prefix) ? prefix : null);
            }
            json.WriteEndArray();
            json.WriteNumber("paths_version", 1);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string path, TarEntry member, HasPrefixLine? prefix)
    {
        json.WriteStartObject();
        json.WriteString("_path", member.Path);
        if (prefix is { } mode)
            json.WriteString("file_mode", mode.IsBinary ? "binary" : "text");
        json.WriteString("path_type", member.Type switch
        {
            TarEntryType.SymbolicLink => "softlink",
            TarEntryType.Folder => "directory",
            _ => "hardlink",
        });
        if (prefix is { } placeholder)
            json.WriteString("prefix_placeholder", placeholder.Placeholder);
        if (File.Exists(path))
        {
            using var file = File.OpenHandle(path);
            var digests = ContentDigests.Of(file);
            json.WriteString("sha256", digests.Sha256.ToString());
            json.WriteNumber("size_in_bytes", digests.Size);
        }
        else
        {
            json.WriteString("sha256", Sha256.Of([]).ToString());
            json.WriteNumber("size_in_bytes", 0);
        }
        json.WriteEndObject();
    }

    private static PathEntry EntryOf(JsonElement entry) => new(
        entry.GetProperty("_path").GetString() ?? throw new FormatException("a _path is null"),
        TextOf(entry, "path_type") switch
        {
            null or "hardlink" => PathType.Hardlink,
            "softlink" => PathType.Softlink,
            "directory" => PathType.Directory,
            var other => throw new FormatException($"path_type '{other}' is unknown"),
        },
        TextOf(entry, "sha256"),
        entry.TryGetProperty("size_in_bytes", out var size) && size.ValueKind == JsonValueKind.Number ? size.GetInt64() : null,
        TextOf(entry, "prefix_placeholder") is { Length: > 0 } placeholder ? placeholder : null,
        TextOf(entry, "file_mode") == "binary",
        entry.TryGetProperty("no_link", out var noLink) && noLink.ValueKind == JsonValueKind.True);

    private static string? TextOf(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static List<PathEntry> FromLegacy(PackageInfo info)
    {
        var prefixes = PrefixesOf(info.HasPrefix);
        var noLinks = Lines(info.NoLink).ToHashSet();
        return
        [
            .. Lines(info.Files).Select(path => prefixes.TryGetValue(path, out var prefix)
                ? new PathEntry(path, PathType.Hardlink, null, null, prefix.Placeholder, prefix.IsBinary, noLinks.Contains(path))
                : new PathEntry(path, PathType.Hardlink, null, null, IsNoLink: noLinks.Contains(path))),
        ];
    }

    private static Dictionary<string, HasPrefixLine> PrefixesOf(ReadOnlyMemory<byte>? hasPrefix) =>
        Lines(hasPrefix).Select(HasPrefixLine.Parse).DistinctBy(line => line.Path).ToDictionary(line => line.Path, StringComparer.Ordinal);

    private static List<string> Lines(ReadOnlyMemory<byte>? text)
    {
        var lines = new List<string>();
        foreach (var line in new Utf8Lines(text ?? default))
            lines.Add(Encoding.UTF8.GetString(line));
        return lines;
    }
}
