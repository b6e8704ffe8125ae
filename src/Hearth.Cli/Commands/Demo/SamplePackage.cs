using System.Reflection;

namespace Hearth.Cli.Commands.Demo;

/// <summary>A package of <c>samples/</c>, whose files this program carries inside itself.</summary>
internal sealed class SamplePackage
{
    private const string Samples = "samples/";

    private static readonly Assembly Carrier = typeof(SamplePackage).Assembly;

    private readonly IReadOnlyList<string> _files;

    private SamplePackage(string stem, IReadOnlyList<string> files) => (Stem, _files) = (stem, files);

    /// <summary>All of them, sorted by stem.</summary>
    public static IReadOnlyList<SamplePackage> All { get; } =
    [
        .. Carrier.GetManifestResourceNames()
            .Where(name => name.StartsWith(Samples, StringComparison.Ordinal))
            .Select(name => name[Samples.Length..].Replace('\\', '/'))
            .GroupBy(path => path[..path.IndexOf('/', StringComparison.Ordinal)], path => path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..])
            .OrderBy(files => files.Key, StringComparer.Ordinal)
            .Select(files => new SamplePackage(files.Key, [.. files.Order(StringComparer.Ordinal)])),
    ];

    /// <summary>Name, version and build, joined by <c>-</c>: the file name without extension.</summary>
    public string Stem { get; }

    /// <summary>Writes the files below <paramref name="folder"/>; those of <c>bin/</c> may be executed.</summary>
    public void WriteTo(string folder)
    {
        foreach (var file in _files)
        {
            var path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var content = Carrier.GetManifestResourceStream($"{Samples}{Stem}/{file}")!)
            using (var copy = File.Create(path))
                content.CopyTo(copy);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, file.StartsWith("bin/", StringComparison.Ordinal) ? Executable : Ordinary);
        }
    }

    private const UnixFileMode Ordinary =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable =
        Ordinary | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}
