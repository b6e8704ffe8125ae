namespace Hearth.Packages.Archives.Tar;

/// <summary>One member of a package. Owner and group are not kept: packages belong to whoever installs them.</summary>
/// <param name="Path">Relative, with <c>/</c>, without <c>./</c> at the start or <c>/</c> at the end.</param>
/// <param name="Type">What it is.</param>
/// <param name="Size">Bytes of content; 0 for all but files.</param>
/// <param name="Mode">The nine permission bits and the three above them.</param>
/// <param name="Modified">When the content was last changed, to 100 ns.</param>
/// <param name="LinkTarget">For links only. A symbolic link's text as it is; a hard link's path in the package.</param>
public sealed record TarEntry(string Path, TarEntryType Type, long Size, int Mode, DateTimeOffset Modified, string? LinkTarget = null)
{
    public const int AllModeBits = 0b111_111_111_111;

    /// <summary>Whether it belongs to the metadata, which a <c>.conda</c> keeps in a tarball of its own.</summary>
    public bool IsInfo => Path.StartsWith("info/", StringComparison.Ordinal) || Path == "info";

    public bool IsExecutable => (Mode & 0b001_001_001) != 0;
}
