using System.Buffers;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Files;
using Hearth.Packages.Archives.Tar;

namespace Hearth.Packages.Archives;

/// <summary>
/// Unpacks a package into a folder that appears when everything is in it: the members are written beside it and the folder is renamed
/// once the whole archive has proved to be in order.
/// </summary>
public static class Extraction
{
    private const int CopySize = 1 << 17;

    /// <summary>Unpacks a package.</summary>
    /// <param name="source">The archive.</param>
    /// <param name="format">How to read it.</param>
    /// <param name="folder">The folder to make; it must not exist.</param>
    /// <param name="limits">What the archive may cost at most.</param>
    /// <param name="cancellation">Looked at between members.</param>
    /// <returns>Warnings about the archive.</returns>
    /// <exception cref="BadInputException">It is no package, or is damaged or hostile; the folder was not made.</exception>
    /// <exception cref="IOException">The folder exists, or cannot be written.</exception>
    public static IReadOnlyList<Diagnostic> Run(
        IByteRangeSource source, ArchiveFormat format, string folder, ArchiveLimits? limits = null, CancellationToken cancellation = default)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.Exists(folder))
            throw new IOException($"{folder} exists already.");
        var unfinished = AtomicFile.TemporaryPathFor(folder);
        using var reader = new ArchiveReader(source, format, limits);
        try
        {
            Directory.CreateDirectory(unfinished);
            WriteMembers(reader, unfinished, source.Name, cancellation);
            Directory.Move(unfinished, folder);
        }
        catch
        {
            Directory.Delete(unfinished, recursive: true);
            throw;
        }
        return reader.Warnings;
    }

    private static void WriteMembers(ArchiveReader reader, string root, string file, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopySize);
        var made = new HashSet<string>(StringComparer.Ordinal) { root };
        // Links to a place and times of folders are set when all files are there; so nothing is ever written through a link.
        var links = new List<TarEntry>();
        var folders = new List<TarEntry>();
        try
        {
            while (reader.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                var entry = reader.Entry;
                var path = PathIn(root, entry.Path, file);
                MakeFolder(entry.Type == TarEntryType.Folder ? path : Path.GetDirectoryName(path)!, made);
                if (entry.Type == TarEntryType.File)
                    WriteFile(reader, path, buffer);
                else
                    (entry.Type == TarEntryType.Folder ? folders : links).Add(entry);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        // Hard links first: their targets are files, and symbolic links may point at them.
        foreach (var link in links.Where(link => link.Type == TarEntryType.HardLink))
            HardLink.Create(PathIn(root, link.Path, file), PathIn(root, link.LinkTarget!, file));
        foreach (var link in links.Where(link => link is { Type: TarEntryType.SymbolicLink, LinkTarget: not "" }))
            File.CreateSymbolicLink(PathIn(root, link.Path, file), link.LinkTarget!);
        foreach (var folder in folders)
            Directory.SetLastWriteTimeUtc(PathIn(root, folder.Path, file), folder.Modified.UtcDateTime);
    }

    private static void WriteFile(ArchiveReader reader, string path, byte[] buffer)
    {
        var entry = reader.Entry;
        using var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, preallocationSize: 0);
        var offset = 0L;
        while (reader.Read(buffer) is var read && read > 0)
        {
            RandomAccess.Write(handle, buffer.AsSpan(0, read), offset);
            offset += read;
        }
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(handle, (UnixFileMode)(entry.Mode & 0b111_111_111) | UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetLastWriteTimeUtc(handle, entry.Modified.UtcDateTime);
    }

    private static void MakeFolder(string path, HashSet<string> made)
    {
        if (made.Contains(path))
            return;
        Directory.CreateDirectory(path);
        made.Add(path);
    }

    private static string PathIn(string root, string path, string file)
    {
        // Windows reads these as drives, streams, separators or nothing at all.
        if (OperatingSystem.IsWindows() && (path.AsSpan().ContainsAny('\\', ':', '*') || path.Split('/').Any(part => part.EndsWith('.') || part.EndsWith(' '))))
            throw PackagesDiagnostics.UnsafeOnThisSystem.Refuse(file, $"'{path}' cannot be a path on Windows");
        return Path.Join(root, path);
    }
}
