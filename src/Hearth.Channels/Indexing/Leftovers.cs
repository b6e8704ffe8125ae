using Hearth.Conda.Names;
using Hearth.Foundation.Files;

namespace Hearth.Channels.Indexing;

/// <summary>What a run that was killed left behind.</summary>
internal static class Leftovers
{
    private static readonly EnumerationOptions InChannelAndSubdirsAndShards = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 2,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>Deletes unfinished channel files; only the holder of the lock may. Unfinished packages are another program's and stay.</summary>
    public static void Delete(string root)
    {
        foreach (var file in Directory.EnumerateFiles(root, AtomicFile.TemporaryMark + "*", InChannelAndSubdirsAndShards))
        {
            if (!ArchiveFormats.TryRecognise(file, out _))
                File.Delete(file);
        }
    }
}
