using Hearth.Foundation.Hashing;

namespace Journeys.Packages;

/// <summary>Everything in a folder that a package keeps: paths, bytes, links, and who may execute.</summary>
public static class FolderContent
{
    /// <summary>One line for each file and link, sorted by path.</summary>
    public static IReadOnlyList<string> Of(string folder) =>
    [
        .. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Where(entry => entry is FileInfo || entry.LinkTarget is not null)
            .Select(entry => $"{Path.GetRelativePath(folder, entry.FullName)} {WhatIs(entry)}")
            .Order(StringComparer.Ordinal),
    ];

    private static string WhatIs(FileSystemInfo entry)
    {
        if (entry.LinkTarget is { } target)
            return $"-> {target}";
        var executable = OperatingSystem.IsWindows() || !entry.UnixFileMode.HasFlag(UnixFileMode.UserExecute) ? "" : " executable";
        return $"{Sha256.Of(File.ReadAllBytes(entry.FullName))}{executable}";
    }
}
