using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Channels.Blobs;

/// <summary>Makes the names in a folder durable: on Linux a renamed file may be gone after a loss of power, although its bytes are on disk.</summary>
internal static partial class DurableFolder
{
    // O_RDONLY with O_CLOEXEC.
    private const int ReadOnly = 0x80000;

    /// <exception cref="IOException">The system cannot say that the folder is on disk.</exception>
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var handle = new SafeFileHandle(Open(folder, ReadOnly), ownsHandle: true);
        if (handle.IsInvalid || Fsync(handle) != 0)
            throw new IOException($"{folder} cannot be flushed to disk", new Win32Exception(Marshal.GetLastPInvokeError()));
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle file);
}
