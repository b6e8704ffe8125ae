using Microsoft.Win32.SafeHandles;

namespace Hearth.Server.Folders;

/// <summary>
/// What tells one state of a file from the next without reading it: its length, when its content and its inode last
/// changed, and which inode it is. A rename over the file, a copy and a write in place each change at least one of them.
/// </summary>
internal readonly record struct FileStamp(FileKind Kind, long Length, DateTimeOffset Modified, DateTimeOffset Changed, ulong Inode)
{
    /// <summary>The stamp of what is at a path, links followed; null if nothing is there or it is out of reach.</summary>
    public static FileStamp? Of(string path)
    {
        if (OperatingSystem.IsLinux())
            return Statx.Call(Statx.CurrentFolder, path, 0, Statx.BasicStats, out var status) == 0 ? Of(status) : null;
        var file = new FileInfo(path);
        if (file.Exists)
            return Of(file);
        return Directory.Exists(path) ? new FileStamp(FileKind.Folder, 0, default, default, 0) : null;
    }

    /// <summary>The stamp of an open file; null if the system does not say.</summary>
    public static FileStamp? Of(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
            return Statx.Call(file, "", Statx.EmptyPath, Statx.BasicStats, out var status) == 0 ? Of(status) : null;
        return new(FileKind.File, RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file), File.GetCreationTimeUtc(file), 0);
    }

    /// <summary>Whether the same open file was written to since; a rename or a deleted name leaves its content alone.</summary>
    public bool IsOtherContentThan(FileStamp earlier) => Length != earlier.Length || Modified != earlier.Modified;

    private static FileStamp Of(FileInfo file) =>
        new(FileKind.File, file.Length, file.LastWriteTimeUtc, file.CreationTimeUtc, 0);

    private static FileStamp Of(in Statx.Status status) =>
        new(status.Kind, (long)status.Size, status.Modified.ToInstant(), status.Changed.ToInstant(), status.Inode);
}
