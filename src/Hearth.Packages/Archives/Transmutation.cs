using Hearth.Foundation.Diagnostics;

namespace Hearth.Packages.Archives;

/// <summary>Changes the format of a package and nothing else: the same members with the same content, modes, times and links.</summary>
public static class Transmutation
{
    /// <summary>Writes <paramref name="source"/> in the other format.</summary>
    /// <param name="source">A package.</param>
    /// <param name="target">The file to write; its extension chooses the format. It appears when it is complete.</param>
    /// <param name="options">How to write it.</param>
    /// <param name="limits">What the source may cost at most.</param>
    /// <param name="cancellation">Looked at between members.</param>
    /// <returns>Warnings about the source.</returns>
    /// <exception cref="BadInputException">The source is no package, or is damaged or hostile; no target was written.</exception>
    public static IReadOnlyList<Diagnostic> Run(
        string source, string target, ArchiveOptions? options = null, ArchiveLimits? limits = null, CancellationToken cancellation = default)
    {
        using var file = new FileByteRangeSource(source);
        using var reader = new ArchiveReader(file, ArchiveName.Parse(source).Format, limits);
        ArchiveWriter.Write(target, options ?? ArchiveOptions.Default, writer =>
        {
            while (reader.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                writer.Add(reader.Entry, reader);
            }
        });
        return reader.Warnings;
    }
}
