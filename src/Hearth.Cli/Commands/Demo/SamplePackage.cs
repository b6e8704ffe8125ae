using System.Reflection;
using System.Text.Json;

namespace Hearth.Cli.Commands.Demo;

/// <summary>A package of <c>samples/</c>, whose files this program carries inside itself.</summary>
internal sealed class SamplePackage
{
    private const string Samples = "samples/";

    private const UnixFileMode Ordinary =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable =
        Ordinary | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly Assembly Carrier = typeof(SamplePackage).Assembly;

    private readonly IReadOnlyList<string> _files;

    private SamplePackage(string stem, IReadOnlyList<string> files) => (Stem, _files) = (stem, files);

    /// <summary>All of them, sorted by stem.</summary>
    public static IReadOnlyList<SamplePackage> All { get; } =
    [
        .. Carrier.GetManifestResourceNames()
            .Where(name => name.StartsWith(Samples, StringComparison.Ordinal))
            .Select(name => name[Samples.Length..].Split('/', 2))
            .GroupBy(path => path[0], path => path[1])
            .OrderBy(package => package.Key, StringComparer.Ordinal)
            .Select(package => new SamplePackage(package.Key, [.. package.Order(StringComparer.Ordinal)])),
    ];

    /// <summary>Name, version and build, joined by <c>-</c>: the file name without extension.</summary>
    public string Stem { get; }

    /// <summary>The subdir that its <c>index.json</c> names.</summary>
    public string Subdir
    {
        get
        {
            using var index = JsonDocument.Parse(Open("info/index.json"));
            return index.RootElement.GetProperty("subdir").GetString()!;
        }
    }

    /// <summary>Writes the files below <paramref name="folder"/>; those of <c>bin/</c> may be executed.</summary>
    public void WriteTo(string folder)
    {
        foreach (var file in _files)
        {
            var path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var content = Open(file))
            using (var copy = File.Create(path))
                content.CopyTo(copy);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, file.StartsWith("bin/", StringComparison.Ordinal) ? Executable : Ordinary);
        }
    }

    private Stream Open(string file) => Carrier.GetManifestResourceStream($"{Samples}{Stem}/{file}")!;
}
