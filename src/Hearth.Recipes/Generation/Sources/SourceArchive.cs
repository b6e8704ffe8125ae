using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Generation.Sources;

/// <summary>Reads an archive as a <see cref="SourceTree"/>, in one pass, with caps on number, size and ratio. Nothing is written.</summary>
internal static class SourceArchive
{
    public const int MostFiles = 200_000;

    private const long MostBytes = 4L * 1024 * 1024 * 1024;
    private const long AlwaysAllowed = 64L * 1024 * 1024;
    private const long MostRatio = 200;

    public static SourceTree Read(Stream archive, string fileName, CancellationToken cancellation)
    {
        var paths = new List<string>();
        var texts = new TellingTexts();
        var most = Math.Min(MostBytes, Math.Max(AlwaysAllowed, archive.Length * MostRatio));
        try
        {
            if (EndsIn(fileName, ".tar.gz", ".tgz"))
                ReadTar(new CappedStream(new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true), most), paths, texts, cancellation);
            else if (EndsIn(fileName, ".tar"))
                ReadTar(new CappedStream(archive, most), paths, texts, cancellation);
            else if (EndsIn(fileName, ".zip", ".whl"))
                ReadZip(archive, most, paths, texts, cancellation);
            else
                throw GenerationDiagnostics.BadArchive.Refuse(fileName, "not a kind of archive that is read", ".tar.gz, .tgz, .tar, .zip and .whl are");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new BadInputException(GenerationDiagnostics.BadArchive.In(fileName, e.Message), e);
        }
        return new SourceTree(fileName, paths, texts.ByPath);
    }

    private static void ReadTar(Stream tar, List<string> paths, TellingTexts texts, CancellationToken cancellation)
    {
        using var reader = new TarReader(tar);
        while (reader.GetNextEntry() is { } entry)
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
                continue;
            Add(entry.Name, paths, texts, entry.Length, () => entry.DataStream);
        }
    }

    private static void ReadZip(Stream zip, long most, List<string> paths, TellingTexts texts, CancellationToken cancellation)
    {
        using var reader = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in reader.Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!entry.FullName.EndsWith('/'))
                Add(entry.FullName, paths, texts, entry.Length, () => new CappedStream(entry.Open(), Math.Min(most, SourceTree.MostBytesOfText)));
        }
    }

    private static void Add(string name, List<string> paths, TellingTexts texts, long length, Func<Stream?> open)
    {
        if (paths.Count >= MostFiles)
            throw new InvalidDataException($"more than {MostFiles} files");
        var path = name.Replace('\\', '/');
        while (path.StartsWith("./", StringComparison.Ordinal))
            path = path[2..];
        paths.Add(path);
        if (!texts.Wants(path, length))
            return;
        using var content = open();
        if (content is not null)
            texts.Add(path, new StreamReader(content, Encoding.UTF8).ReadToEnd());
    }

    private static bool EndsIn(string name, params string[] endings) => endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
