using System.Runtime.InteropServices;
using ZstdSharp.Unsafe;

namespace Hearth.Foundation.Compression;

/// <summary>
/// Memory for a compressor's tables. They are read at random, so with pages of 4 KiB nearly every look-up misses the processor's page table
/// cache; Linux gives pages of 2 MiB to those who ask, which saves high levels about a tenth of their time.
/// </summary>
internal static unsafe partial class LargePages
{
    private const int PageSize = 2 << 20;
    private const int OrdinaryAlignment = 64;

    // MADV_HUGEPAGE, madvise(2).
    private const int UseLargePages = 14;

    /// <summary>What the zstd library takes memory from.</summary>
    public static ZSTD_customMem ForZstd
    {
        get
        {
            delegate*<void*, nuint, void*> allocate = &Allocate;
            delegate*<void*, void*, void> free = &Free;
            return new ZSTD_customMem { customAlloc = allocate, customFree = free };
        }
    }

    private static void* Allocate(void* opaque, nuint size)
    {
        if (size < PageSize || !OperatingSystem.IsLinux())
            return NativeMemory.AlignedAlloc(size, OrdinaryAlignment);
        var memory = NativeMemory.AlignedAlloc(size, PageSize);
        // A kernel without them answers with an error, and the memory is as good as any.
        _ = Advise(memory, size / PageSize * PageSize, UseLargePages);
        return memory;
    }

    private static void Free(void* opaque, void* memory) => NativeMemory.AlignedFree(memory);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint length, int advice);
}
