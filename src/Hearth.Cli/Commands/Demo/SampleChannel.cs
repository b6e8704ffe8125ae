using Hearth.Conda.Names;
using Hearth.Packages.Archives;

namespace Hearth.Cli.Commands.Demo;

/// <summary>The sample packages as a folder that only needs to be indexed.</summary>
internal static class SampleChannel
{
    /// <summary>The package files, as <c>SUBDIR/FILE</c>, sorted.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. SamplePackage.All.Select(PathOf).Order(StringComparer.Ordinal)];

    /// <summary>Makes every sample package in its subdir of <paramref name="channel"/>; the same bytes each time.</summary>
    public static void WriteTo(string channel, CancellationToken cancellation)
    {
        var workshop = Directory.CreateTempSubdirectory("hearth-demo-").FullName;
        try
        {
            foreach (var package in SamplePackage.All)
            {
                var content = Path.Combine(workshop, package.Stem);
                package.WriteTo(content);
                var path = Path.Combine(channel, PathOf(package));
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                FolderPacking.Run(content, path, cancellation: cancellation);
            }
        }
        finally
        {
            Directory.Delete(workshop, recursive: true);
        }
    }

    private static string PathOf(SamplePackage package) =>
        $"{package.Subdir}/{new ArchiveName(package.Stem, FormatOf(package))}";

    // Both archive formats are in daily use, so both are shown; the older version of a name is in the older format.
    private static ArchiveFormat FormatOf(SamplePackage package) =>
        package.Stem == "kindling-1.0-0" ? ArchiveFormat.TarBz2 : ArchiveFormat.Conda;
}
