using System.IO.Enumeration;
using Hearth.Conda.Names;

namespace Hearth.Channels.Indexing;

/// <summary>Lists what lies in a channel folder.</summary>
internal static class FolderScan
{
    /// <summary>The subdirs of a channel folder, sorted: every folder with the name of one, and always noarch (CEP 26).</summary>
    public static IReadOnlyList<string> Subdirs(string root)
    {
        var subdirs = new SortedSet<string>(StringComparer.Ordinal) { Subdir.NoArch.ToString() };
        foreach (var folder in Directory.EnumerateDirectories(root))
        {
            var name = Path.GetFileName(folder);
            if (Subdir.TryParse(name, null, out var subdir) && (subdir.IsKnown || HoldsPackages(folder)))
                subdirs.Add(name);
        }
        return [.. subdirs];
    }

    /// <summary>The package files of a subdir's folder, sorted by name; none if the folder is not there.</summary>
    public static List<FolderFile> Packages(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        var files = new List<FolderFile>();
        files.AddRange(new FileSystemEnumerable<FolderFile>(folder, ToFile) { ShouldIncludePredicate = static (ref entry) => IsPackage(ref entry) });
        files.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return files;
    }

    /// <summary>The named files of a folder, as far as they are there, sorted by name.</summary>
    public static List<FolderFile> Packages(string folder, IEnumerable<string> names)
    {
        var files = new List<FolderFile>();
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            if (new FileInfo(Path.Combine(folder, name)) is { Exists: true } info)
                files.Add(new FolderFile(name, info.Length, info.LastWriteTimeUtc.Ticks));
        }
        return files;
    }

    private static bool HoldsPackages(string folder) =>
        new FileSystemEnumerable<bool>(folder, static (ref _) => true) { ShouldIncludePredicate = static (ref entry) => IsPackage(ref entry) }.Any();

    private static bool IsPackage(ref FileSystemEntry entry) =>
        ArchiveFormats.TryRecognise(entry.FileName, out _) && entry.FileName[0] != '.' && !entry.IsDirectory;

    private static FolderFile ToFile(ref FileSystemEntry entry)
    {
        // The entry itself describes a link, not what it points to.
        if ((entry.Attributes & FileAttributes.ReparsePoint) != 0 && File.ResolveLinkTarget(entry.ToFullPath(), returnFinalTarget: true) is FileInfo { Exists: true } target)
            return new FolderFile(entry.FileName.ToString(), target.Length, target.LastWriteTimeUtc.Ticks);
        return new FolderFile(entry.FileName.ToString(), entry.Length, entry.LastWriteTimeUtc.UtcTicks);
    }
}
