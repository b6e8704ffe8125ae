namespace Hearth.Recipes.Generation.Splitting;

/// <summary>Describes files by globs that stay right when the next version comes, and that take nothing of the others.</summary>
internal static class FileGlobs
{
    // Folders that many kinds of files share: a new file in them says nothing about where it belongs.
    private static readonly HashSet<string> Shared = new(StringComparer.Ordinal)
    {
        "lib", "lib64", "bin", "share", "etc", "share/man", "share/man/man1", "share/man/man3", "Library", "Library/lib", "Library/bin", "Library/share",
    };

    public static IReadOnlyList<string> Of(IReadOnlyList<InstalledFile> own, IReadOnlyList<InstalledFile> others)
    {
        var foreign = FoldersOf(others);
        var globs = new List<string>();
        foreach (var file in own)
        {
            var glob = Folder(file.Path, foreign) ?? Versioned(file.Path, others) ?? PathGlob.Escape(file.Path);
            if (!globs.Contains(glob))
                globs.Add(glob);
        }
        return globs;
    }

    private static HashSet<string> FoldersOf(IEnumerable<InstalledFile> files)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            for (var slash = file.Path.LastIndexOf('/'); slash > 0; slash = file.Path.LastIndexOf('/', slash - 1))
                folders.Add(file.Path[..slash]);
        }
        return folders;
    }

    // The uppermost folder around the file in which nothing foreign lies.
    private static string? Folder(string path, HashSet<string> foreign)
    {
        for (var slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            var folder = path[..slash];
            if (!foreign.Contains(folder) && !Shared.Contains(folder) && PathGlob.IsLiteral(folder))
                return $"{folder}/**";
        }
        return null;
    }

    // 'libfoo.so.1.2.3' as 'libfoo.so.*', 'libfoo.1.dylib' as 'libfoo.*.dylib'.
    private static string? Versioned(string path, IReadOnlyList<InstalledFile> others)
    {
        string? glob = null;
        if (path.IndexOf(".so.", StringComparison.Ordinal) is > 0 and var so)
            glob = $"{path[..(so + 4)]}*";
        else if (path.EndsWith(".dylib", StringComparison.Ordinal) && path.IndexOf('.', path.LastIndexOf('/') + 1) is var dot && dot < path.Length - ".dylib".Length)
            glob = $"{path[..dot]}.*.dylib";
        if (glob is null || !PathGlob.IsLiteral(path))
            return null;
        return others.Any(other => PathGlob.Matches(glob, other.Path)) ? null : glob;
    }
}
