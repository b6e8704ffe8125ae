namespace Hearth.Recipes.Generation.Splitting;

/// <summary>Says of every file of a tree which part it belongs to: always exactly one.</summary>
public sealed class FileParts
{
    private static readonly string[] DevelopmentFolders =
    [
        "include/", "lib/pkgconfig/", "lib64/pkgconfig/", "share/pkgconfig/", "lib/cmake/", "lib64/cmake/", "share/cmake/", "cmake/", "share/aclocal/", "share/gir-1.0/", "share/vala/",
        "share/man/man2/", "share/man/man3/", "man/man3/", "share/doc/", "share/gtk-doc/", "share/info/", "doc/", "docs/",
    ];

    private static readonly string[] ToolFolders =
    [
        "bin/", "sbin/", "libexec/", "share/man/man1/", "share/man/man6/", "share/man/man8/", "man/man1/", "share/bash-completion/", "etc/bash_completion.d/", "share/zsh/", "share/fish/", "share/applications/",
    ];

    private readonly HashSet<string> _paths;
    private readonly bool _hasLibraries;
    private readonly bool _hasPrograms;

    public FileParts(IReadOnlyList<InstalledFile> files)
    {
        _paths = [.. files.Select(file => file.Path)];
        _hasLibraries = files.Any(file => Library(file) == FilePart.Runtime);
        _hasPrograms = files.Any(file => Folder(file) == FilePart.Tools);
    }

    public FilePart Of(InstalledFile file) => Library(file) ?? Folder(file) ?? Rest();

    // Data without a place of its own: of the library that reads it, else of the programs, else of the headers.
    private FilePart Rest() => _hasLibraries ? FilePart.Runtime : _hasPrograms ? FilePart.Tools : FilePart.Development;

    private static FilePart? Folder(InstalledFile file)
    {
        var path = file.UnixPath;
        if (DevelopmentFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
            return FilePart.Development;
        // 'xml2-config' answers what a compiler needs.
        if (path.StartsWith("bin/", StringComparison.Ordinal) && Path.GetFileNameWithoutExtension(path).EndsWith("-config", StringComparison.Ordinal))
            return FilePart.Development;
        return ToolFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)) ? FilePart.Tools : null;
    }

    private FilePart? Library(InstalledFile file)
    {
        var (path, name) = (file.UnixPath, file.Name);
        if (path.Contains("site-packages/", StringComparison.OrdinalIgnoreCase))
            return FilePart.Python;
        if (path.StartsWith("include/", StringComparison.Ordinal))
            return FilePart.Development;
        if (name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            return FilePart.Runtime;
        if (name.EndsWith(".la", StringComparison.Ordinal) || name.EndsWith(".dll.a", StringComparison.Ordinal))
            return FilePart.Development;
        if (name.EndsWith(".a", StringComparison.Ordinal))
            return FilePart.Static;
        if (name.EndsWith(".lib", StringComparison.OrdinalIgnoreCase))
            return IsStaticLibrary(name) ? FilePart.Static : FilePart.Development;
        var isBeside = path.StartsWith("lib/", StringComparison.Ordinal) || path.StartsWith("lib64/", StringComparison.Ordinal);
        if (!isBeside || !IsShared(name))
            return null;
        return IsLinkForLinkers(file) ? FilePart.Development : FilePart.Runtime;
    }

    private static bool IsShared(string name) =>
        name.EndsWith(".so", StringComparison.Ordinal) || name.Contains(".so.", StringComparison.Ordinal) || name.EndsWith(".dylib", StringComparison.Ordinal);

    // Without any DLL a .lib holds the code itself; with one it leads to the DLL unless it says otherwise.
    private bool IsStaticLibrary(string name)
    {
        var stem = Path.GetFileNameWithoutExtension(name);
        return stem.EndsWith("static", StringComparison.OrdinalIgnoreCase) || stem.EndsWith("_s", StringComparison.OrdinalIgnoreCase)
            || !_paths.Any(path => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase));
    }

    // 'libfoo.so -> libfoo.so.1' is what a linker looks for; programs ask for the name with the number.
    private static bool IsLinkForLinkers(InstalledFile file)
    {
        if (file.LinkTarget is not { } target)
            return false;
        var targetName = target[(target.LastIndexOf('/') + 1)..];
        return file.Name.EndsWith(".so", StringComparison.Ordinal)
            ? targetName.StartsWith($"{file.Name}.", StringComparison.Ordinal)
            : file.Name.EndsWith(".dylib", StringComparison.Ordinal) && !HasNumber(file.Name) && HasNumber(targetName);
    }

    // 'libfoo.1.dylib'
    private static bool HasNumber(string dylib) => dylib.Split('.').Skip(1).SkipLast(1).Any(part => part.Length > 0 && part.All(char.IsAsciiDigit));
}
