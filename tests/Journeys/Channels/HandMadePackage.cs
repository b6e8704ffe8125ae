using System.Formats.Tar;
using System.Text;
using Hearth.Packages.Compression;

namespace Journeys.Channels;

/// <summary>
/// A small package written here, without Hearth's own writer, so that the two cannot be wrong together.
/// </summary>
public sealed record HandMadePackage(string Name, string Version, params string[] Depends)
{
    public string Build { get; init; } = "0";

    public string Subdir { get; init; } = "noarch";

    public string FileName => $"{Name}-{Version}-{Build}.tar.bz2";

    /// <summary>Writes the archive into its subdir of a channel.</summary>
    public void WriteTo(string channel)
    {
        var folder = Directory.CreateDirectory(Path.Combine(channel, Subdir)).FullName;
        using var file = File.Create(Path.Combine(folder, FileName));
        using var bzip2 = Bzip2.OpenWrite(file);
        using var tar = new TarWriter(bzip2, TarEntryFormat.Ustar);
        Add(tar, "info/index.json", IndexJson());
        Add(tar, "info/paths.json", """{"paths":[],"paths_version":1}""");
    }

    private string IndexJson()
    {
        var depends = string.Join(',', Depends.Select(spec => $"\"{spec}\""));
        var noarch = Subdir == "noarch" ? "\"noarch\":\"generic\"," : "";
        return $$"""
            {"name":"{{Name}}","version":"{{Version}}","build":"{{Build}}","build_number":0,
            "depends":[{{depends}}],{{noarch}}"subdir":"{{Subdir}}","license":"CC0-1.0","timestamp":1700000000000}
            """;
    }

    private static void Add(TarWriter tar, string path, string text) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, path)
        {
            DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
            ModificationTime = DateTimeOffset.UnixEpoch,
        });
}
