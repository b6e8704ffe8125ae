using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Channels.Blobs;

/// <summary>
/// Makes all that was written to the file system of a folder durable with one wait, which is worth it for many files: a device that is asked to
/// flush for each file and each folder waits that often. It also waits for what others wrote there meanwhile.
/// </summary>
internal sealed partial class DurableFileSystem(string folder) : IDisposable
{
    // Those that are known to hold to syncfs(2); of others, as those of FUSE, it is known that they do not.
    private static readonly string[] Known = ["btrfs", "ext2", "ext3", "ext4", "overlay", "overlayfs", "tmpfs", "xfs", "zfs"];

    // Held open: a write that failed in the background is told to those who had the file system open then.
    private readonly SafeFileHandle _folder = DurableFolder.OpenHandle(folder);

    /// <summary>The file system of a folder that is there; null where it can only be flushed file by file.</summary>
    public static DurableFileSystem? Of(string folder) =>
        OperatingSystem.IsLinux() && Known.Contains(new DriveInfo(folder).DriveFormat, StringComparer.Ordinal) ? new DurableFileSystem(folder) : null;

    /// <exception cref="IOException">Something that was written is not on disk.</exception>
    public void Flush()
    {
        if (SyncFileSystem(_folder) != 0)
            throw DurableFolder.Failed(folder);
    }

    public void Dispose() => _folder.Dispose();

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFileSystem(SafeFileHandle file);
}
