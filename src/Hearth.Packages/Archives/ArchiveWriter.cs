using Hearth.Conda.Names;
using Hearth.Foundation.Files;
using Hearth.Packages.Archives.Tar;

namespace Hearth.Packages.Archives;

/// <summary>Writes a package of either format, member by member. Metadata and files may come in any order.</summary>
public abstract class ArchiveWriter : IDisposable
{
    /// <summary>Adds a member.</summary>
    /// <param name="entry">Its header; the path must be confined already.</param>
    /// <param name="content">For files: exactly <see cref="TarEntry.Size"/> bytes are read from it.</param>
    public abstract void Add(TarEntry entry, Stream? content = null);

    /// <summary>Completes the archive.</summary>
    public abstract void Finish();

    /// <summary>Writes an archive beside <paramref name="path"/> and renames it into place once it is complete.</summary>
    /// <param name="path">Its extension chooses the format, its name the names of a <c>.conda</c>'s tarballs.</param>
    /// <param name="options">How to write it.</param>
    /// <param name="add">Adds the members.</param>
    public static void Write(string path, ArchiveOptions options, Action<ArchiveWriter> add)
    {
        var name = ArchiveName.Parse(path);
        AtomicFile.Write(path, file =>
        {
            using ArchiveWriter writer = name.Format == ArchiveFormat.TarBz2
                ? new TarBz2Writer(file)
                : new CondaWriter(file, name.Stem, Path.GetDirectoryName(Path.GetFullPath(path))!, options);
            add(writer);
            writer.Finish();
        });
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
