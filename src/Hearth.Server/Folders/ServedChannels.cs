namespace Hearth.Server.Folders;

/// <summary>Which channels a folder holds: itself, or the folders in it.</summary>
internal static class ServedChannels
{
    private static readonly string[] IndexFiles = ["repodata.json", "repodata.json.zst", "repodata_shards.msgpack.zst"];

    /// <summary>The path of each channel as it ends its URL, in order: <c>""</c> for the folder itself, else the names of folders in it.</summary>
    public static IReadOnlyList<string> In(string folder) =>
        IsChannel(folder)
            ? [""]
            : [.. VisibleFoldersIn(folder).Where(IsChannel).Select(channel => Path.GetFileName(channel)).Order(StringComparer.Ordinal)];

    // A name alone does not tell: conda-forge reads like a subdir. noarch is in every channel (CEP 26).
    private static bool IsChannel(string folder) =>
        Directory.Exists(Path.Combine(folder, "noarch"))
        || VisibleFoldersIn(folder).Any(subdir => IndexFiles.Any(name => File.Exists(Path.Combine(subdir, name))));

    private static IEnumerable<string> VisibleFoldersIn(string folder) =>
        Directory.EnumerateDirectories(folder, "*", new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = 0 })
            .Where(path => !Path.GetFileName(path).StartsWith('.'));
}
