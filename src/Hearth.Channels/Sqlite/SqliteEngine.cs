using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Channels.Sqlite;

/// <summary>
/// SQLite itself. A native build of the program carries it inside, so that one file is all there is to install; it is loaded from memory, since there
/// may be no folder that can be written to. Elsewhere it lies beside the program.
/// </summary>
internal static partial class SqliteEngine
{
    private const string Inside = "libe_sqlite3.so";

    // The runtime asks for the library again for functions that it has not called yet: each answer must be the same one, for two copies of SQLite know nothing of each other.
    private static readonly Lazy<nint> Carried = new(Load);

    /// <summary>Makes SQLite ready for use; once, before anything else.</summary>
    public static void Prepare()
    {
        if (OperatingSystem.IsLinux() && Assembly.GetEntryAssembly()?.GetManifestResourceInfo(Inside) is not null)
            NativeLibrary.SetDllImportResolver(typeof(SqliteEngine).Assembly, static (name, _, _) => name == SqliteLibrary.Name ? Carried.Value : 0);
        // Nobody asks how much memory it has. It takes its arguments as printf does, which differs from other functions on machines of Apple.
        if (!OperatingSystem.IsMacOS())
            _ = SqliteLibrary.Config(SqliteLibrary.ConfigMemoryStatus, 0);
    }

    private static nint Load()
    {
        var descriptor = CreateMemoryFile(Inside, 0);
        if (descriptor < 0)
            throw new IOException($"no file in memory could be made for SQLite: {Marshal.GetLastPInvokeErrorMessage()}");
        using var file = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Write, bufferSize: 0);
        using var library = Assembly.GetEntryAssembly()!.GetManifestResourceStream(Inside)!;
        library.CopyTo(file);
        return NativeLibrary.Load($"/proc/self/fd/{descriptor}");
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CreateMemoryFile(string name, uint flags);
}
