namespace Hearth.Conda.Repodata;

/// <summary>What each <see cref="RecordGroup"/> is called in documents.</summary>
public static class RecordGroups
{
    /// <summary>All groups, in document order.</summary>
    public static IReadOnlyList<RecordGroup> All { get; } = Enum.GetValues<RecordGroup>();

    public static bool IsV3(this RecordGroup group) => group >= RecordGroup.V3Conda;

    /// <summary>The group's key: in the document, or inside <c>v3</c>.</summary>
    public static ReadOnlySpan<byte> Key(this RecordGroup group) => group switch
    {
        RecordGroup.Packages => "packages"u8,
        RecordGroup.PackagesConda => "packages.conda"u8,
        RecordGroup.V3Conda => "conda"u8,
        RecordGroup.V3TarBz2 => "tar.bz2"u8,
        _ => "whl"u8,
    };

    /// <summary>The extension of the files that the group lists, with its period.</summary>
    public static string Extension(this RecordGroup group) => group switch
    {
        RecordGroup.Packages or RecordGroup.V3TarBz2 => ".tar.bz2",
        RecordGroup.PackagesConda or RecordGroup.V3Conda => ".conda",
        _ => ".whl",
    };

    /// <summary>The group in which a file of that name is listed.</summary>
    public static RecordGroup Of(ReadOnlySpan<char> fileName, bool needsRevision3) =>
        fileName.EndsWith(".conda", StringComparison.Ordinal)
            ? needsRevision3 ? RecordGroup.V3Conda : RecordGroup.PackagesConda
            : needsRevision3 ? RecordGroup.V3TarBz2 : RecordGroup.Packages;

    /// <summary>The group inside <c>v3</c> that lists files with the extension of this one.</summary>
    public static RecordGroup OfV3(string fileName) =>
        All.First(group => group.IsV3() && fileName.EndsWith(group.Extension(), StringComparison.Ordinal));

    /// <summary>The key under which the group lists a file.</summary>
    public static string KeyOf(this RecordGroup group, string fileName) =>
        group.IsV3() ? fileName[..^group.Extension().Length] : fileName;

    /// <summary>The file that a key of the group stands for.</summary>
    public static string FileOf(this RecordGroup group, string key) => group.IsV3() ? key + group.Extension() : key;
}
