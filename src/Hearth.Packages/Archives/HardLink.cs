using System.Runtime.InteropServices;

namespace Hearth.Packages.Archives;

/// <summary>Gives a file a second name; .NET has no call for it before version 11.</summary>
internal static partial class HardLink
{
    public static void Create(string path, string existing)
    {
        var isMade = OperatingSystem.IsWindows() ? CreateHardLink(path, existing, 0) : Link(existing, path) == 0;
        if (!isMade)
            throw new IOException($"{path} could not be made a hard link to {existing}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string path);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string path, string existing, nint reserved);
}
