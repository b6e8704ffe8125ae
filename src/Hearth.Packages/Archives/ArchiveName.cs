using Hearth.Conda.Names;

namespace Hearth.Packages.Archives;

/// <summary>A package's file name, split at its extension; the stem's parts are the business of <c>Hearth.Conda</c>.</summary>
/// <param name="Stem">The name without folder and extension, as it stands in the names of a <c>.conda</c>'s inner tarballs.</param>
/// <param name="Format">What the extension says.</param>
public readonly record struct ArchiveName(string Stem, ArchiveFormat Format)
{
    /// <summary>Splits a path or URL path; false if it ends in neither extension.</summary>
    public static bool TryParse(string path, out ArchiveName name)
    {
        var file = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        name = ArchiveFormats.TryRecognise(file, out var format) ? new(file[..^format.Extension().Length], format) : default;
        return !string.IsNullOrEmpty(name.Stem);
    }

    /// <summary>Splits a path.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">It ends in neither extension.</exception>
    public static ArchiveName Parse(string path) => TryParse(path, out var name)
        ? name
        : throw PackagesDiagnostics.NotAPackage.Refuse(path, "the name ends in neither .conda nor .tar.bz2");

    public override string ToString() => Stem + Format.Extension();
}
