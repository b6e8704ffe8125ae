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
        using var handle = OpenHandle(folder);
        if (Fsync(handle) != 0)
            throw Failed(folder);
    }

    /// <summary>Opens a folder, on Linux: .NET opens files only.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    internal static SafeFileHandle OpenHandle(string folder)
    {
        var handle = new SafeFileHandle(Open(folder, ReadOnly), ownsHandle: true);
        return handle.IsInvalid ? throw Failed(folder) : handle;
    }

    /// <summary>What the last call to the system failed with, told as .NET tells it.</summary>
    internal static IOException Failed(string folder)
    {
        var code = Marshal.GetLastPInvokeError();
        return new IOException($"{folder} cannot be flushed to disk", new Win32Exception(code)) { HResult = code };
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle file);
}
