using Hearth.Packages.Archives.Tar;

namespace Hearth.Cli.Commands.Package;

/// <summary>A member in <c>--json</c> documents; the mode is octal text.</summary>
internal sealed record ListedMember(string Path, string Type, long Size, string Mode, DateTimeOffset Modified, string? LinkTarget)
{
    public static ListedMember Of(TarEntry entry) => new(
        entry.Path,
        entry.Type switch
        {
            TarEntryType.Folder => "folder",
            TarEntryType.SymbolicLink => "symbolic_link",
            TarEntryType.HardLink => "hard_link",
            _ => "file",
        },
        entry.Size,
        Convert.ToString(entry.Mode, 8).PadLeft(4, '0'),
        entry.Modified,
        entry.LinkTarget);
}
