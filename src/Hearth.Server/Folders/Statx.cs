using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Server.Folders;

/// <summary>The Linux call statx(2): .NET tells neither the inode of a file nor when it last changed.</summary>
internal static partial class Statx
{
    public const int CurrentFolder = -100;
    public const int EmptyPath = 0x1000;
    public const uint BasicStats = 0x7ff;

    private const int KindMask = 0xf000;
    private const int RegularFile = 0x8000;
    private const int Directory = 0x4000;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Call(int folder, string path, int flags, uint mask, out Status status);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Call(SafeFileHandle folder, string path, int flags, uint mask, out Status status);

    /// <summary>The part of <c>struct statx</c> that is used; its layout is the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public readonly struct Status
    {
        [FieldOffset(28)]
        private readonly ushort _mode;

        [FieldOffset(32)]
        public readonly ulong Inode;

        [FieldOffset(40)]
        public readonly ulong Size;

        [FieldOffset(96)]
        public readonly Timestamp Changed;

        [FieldOffset(112)]
        public readonly Timestamp Modified;

        public FileKind Kind => (_mode & KindMask) switch
        {
            RegularFile => FileKind.File,
            Directory => FileKind.Folder,
            _ => FileKind.Other,
        };
    }

    /// <summary><c>struct statx_timestamp</c>.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 16)]
    public readonly struct Timestamp
    {
        private readonly long _seconds;
        private readonly uint _nanoseconds;

        /// <summary>Cut to .NET's 100 ns, and to the years that it knows.</summary>
        public DateTimeOffset ToInstant()
        {
            var ticks = (Int128)_seconds * TimeSpan.TicksPerSecond + _nanoseconds / 100 + DateTimeOffset.UnixEpoch.Ticks;
            return new((long)Int128.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
        }
    }
}
