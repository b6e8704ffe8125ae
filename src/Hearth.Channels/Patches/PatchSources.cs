using Hearth.Channels.Patches.Yaml;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives;

namespace Hearth.Channels.Patches;

/// <summary>Tells from a path what kind of patch source it names.</summary>
public static class PatchSources
{
    /// <summary>Opens a source.</summary>
    /// <param name="path">
    /// A patch YAML file or a folder of them; a folder with <c>SUBDIR/patch_instructions.json</c>; one such document, in a folder
    /// with the subdir's name or written <c>SUBDIR=FILE</c>; a patch package.
    /// </param>
    /// <exception cref="BadInputException">The path names none of these, or what it names is not understood.</exception>
    public static IPatchSource Open(string path)
    {
        if (path.Split('=', 2) is [var given, var file] && Subdir.TryParse(given, null, out _) && !Path.Exists(path))
            return new PatchFile(given, Existing(file));
        Existing(path);
        if (Directory.Exists(path))
            return OpenFolder(path);
        if (ArchiveName.TryParse(path, out _))
            return new PatchPackage(path);
        return Path.GetExtension(path) switch
        {
            ".yaml" or ".yml" => PatchYaml.Load(path),
            ".json" when Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) is { } folder && Subdir.TryParse(folder, null, out _) =>
                new PatchFile(folder, path),
            ".json" => throw PatchSourceDiagnostics.NotAPatchSource.Refuse(
                path, "which subdir the instructions are for is not known, for the folder is not called like one", "write SUBDIR=FILE"),
            _ => throw PatchSourceDiagnostics.NotAPatchSource.Refuse(path, "the name ends neither in .yaml nor in .json, .conda or .tar.bz2"),
        };
    }

    private static IPatchSource OpenFolder(string folder)
    {
        if (Directory.EnumerateDirectories(folder).Any(subdir => File.Exists(Path.Combine(subdir, PatchFolder.FileName))))
            return new PatchFolder(folder);
        return PatchYaml.FilesIn(folder).Count > 0
            ? PatchYaml.Load(folder)
            : throw PatchSourceDiagnostics.NotAPatchSource.Refuse(folder, $"the folder holds neither patch YAML nor SUBDIR/{PatchFolder.FileName}");
    }

    private static string Existing(string path) =>
        Path.Exists(path) ? path : throw PatchSourceDiagnostics.NotAPatchSource.Refuse(path, "there is no such file or folder");
}
