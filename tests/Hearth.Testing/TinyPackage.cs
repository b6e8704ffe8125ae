using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text;
using Hearth.Foundation.Compression;
using Hearth.Packages.Compression;

namespace Hearth.Testing;

/// <summary>
/// Makes small package files for tests, with other libraries than the product's own, so that a mistake in both cannot hide.
/// </summary>
public sealed record TinyPackage(string Name, string Version = "1.0", string Build = "0")
{
    private static readonly DateTimeOffset Made = new(2026, 1, 2, 3, 4, 6, TimeSpan.Zero);

    /// <summary>Fields of index.json beside name, version, build and build_number; null takes one away.</summary>
    public Dictionary<string, JsonNode?> Index { get; init; } = [];

    /// <summary>Further members: path to content.</summary>
    public Dictionary<string, string> Files { get; init; } = [];

    public string Stem => $"{Name}-{Version}-{Build}";

    /// <summary>Writes the package into <paramref name="folder"/> as <c>.conda</c> or <c>.tar.bz2</c> and returns its path.</summary>
    public string WriteTo(string folder, string extension = ".conda", string? fileName = null)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, fileName ?? Stem + extension);
        File.WriteAllBytes(path, extension == ".conda" ? Conda() : TarBz2());
        return path;
    }

    public byte[] Conda()
    {
        var all = Members().ToList();
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            Store(archive, "metadata.json", """{"conda_pkg_format_version": 2}"""u8.ToArray());
            Store(archive, $"pkg-{Stem}.tar.zst", Zstd.Compress(Tar(all.Where(member => !member.Path.StartsWith("info/", StringComparison.Ordinal)))));
            Store(archive, $"info-{Stem}.tar.zst", Zstd.Compress(Tar(all.Where(member => member.Path.StartsWith("info/", StringComparison.Ordinal)))));
        }
        return zip.ToArray();
    }

    public byte[] TarBz2()
    {
        using var compressed = new MemoryStream();
        using (var bzip2 = Bzip2.OpenWrite(compressed, leaveOpen: true))
            bzip2.Write(Tar(Members()));
        return compressed.ToArray();
    }

    private IEnumerable<(string Path, string Content)> Members()
    {
        var index = new JsonObject { ["name"] = Name, ["version"] = Version, ["build"] = Build, ["build_number"] = 0, ["depends"] = new JsonArray() };
        foreach (var (field, value) in Index)
        {
            if (value is null)
                index.Remove(field);
            else
                index[field] = value.DeepClone();
        }
        yield return ("info/index.json", index.ToJsonString());
        if (!Files.ContainsKey("info/paths.json"))
        {
            var paths = Files.Keys.Where(path => !path.StartsWith("info/", StringComparison.Ordinal))
                .Select(path => (JsonNode)new JsonObject { ["_path"] = path, ["path_type"] = "hardlink" });
            yield return ("info/paths.json", new JsonObject { ["paths_version"] = 1, ["paths"] = new JsonArray([.. paths]) }.ToJsonString());
        }
        foreach (var (path, content) in Files)
            yield return (path, content);
    }

    private static byte[] Tar(IEnumerable<(string Path, string Content)> members)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (path, content) in members)
            {
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, path)
                {
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
                    ModificationTime = Made,
                });
            }
        }
        // An archive ends with two empty blocks even if it holds nothing; the library forgets them then.
        if (tar.Length == 0)
            tar.Write(new byte[1024]);
        return tar.ToArray();
    }

    private static void Store(ZipArchive archive, string name, byte[] content)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = Made;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
