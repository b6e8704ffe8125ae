namespace Hearth.Packages.Archives.Tar;

/// <summary>What a package may hold.</summary>
public enum TarEntryType
{
    File,
    Folder,
    SymbolicLink,
    HardLink,
}
