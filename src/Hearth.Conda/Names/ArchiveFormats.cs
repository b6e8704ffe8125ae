namespace Hearth.Conda.Names;

/// <summary>Archive formats and their file name extensions.</summary>
public static class ArchiveFormats
{
    private const string TarBz2Extension = ".tar.bz2";
    private const string CondaExtension = ".conda";

    /// <summary>The extension with its leading period.</summary>
    public static string Extension(this ArchiveFormat format) => format == ArchiveFormat.Conda ? CondaExtension : TarBz2Extension;

    /// <summary>Tells the archive format by the end of a file name or path; false for every other file.</summary>
    public static bool TryRecognise(ReadOnlySpan<char> fileName, out ArchiveFormat format)
    {
        format = fileName.EndsWith(CondaExtension, StringComparison.Ordinal) ? ArchiveFormat.Conda : ArchiveFormat.TarBz2;
        return format == ArchiveFormat.Conda || fileName.EndsWith(TarBz2Extension, StringComparison.Ordinal);
    }
}
