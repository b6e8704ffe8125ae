using Hearth.Packages.Archives;
using Hearth.Packages.Archives.Tar;

namespace Hearth.Packages.Metadata;

/// <summary>Collects the files of <c>info/</c> while a tarball passes.</summary>
internal sealed class InfoFiles(string file, ArchiveLimits limits)
{
    // The first of these that a package has is its rendered recipe.
    private static readonly string[] RecipePaths = ["info/recipe/rendered_recipe.yaml", "info/recipe/meta.yaml", "info/meta.yaml"];

    // The variant that it was built with, as rattler-build and conda-build call the file.
    private static readonly string[] VariantPaths = ["info/recipe/variant_config.yaml", "info/recipe/conda_build_config.yaml"];

    private static readonly HashSet<string> Wanted =
    [
        "info/index.json", "info/about.json", "info/paths.json", "info/run_exports.json", "info/link.json", "info/files", "info/has_prefix",
        "info/no_link", "info/icon.png", .. RecipePaths, .. VariantPaths,
    ];

    private readonly Dictionary<string, byte[]> _contents = new(capacity: 12);
    private readonly List<string> _members = new(capacity: 24);
    private long _size;

    public bool HasWhatAnIndexNeeds =>
        _contents.ContainsKey("info/index.json") && (_contents.ContainsKey("info/paths.json") || _contents.ContainsKey("info/files"));

    public void Add(string path, TarReader tarball)
    {
        if (tarball.Entry.Type == TarEntryType.Folder)
            return;
        if (_members.Count == limits.MaxMembers)
            throw PackagesDiagnostics.LimitExceeded.Refuse(file, $"info/ has more than {limits.MaxMembers} members");
        _members.Add(path);
        if (!Wanted.Contains(path))
            return;
        if (tarball.Entry.Type != TarEntryType.File)
            throw PackagesDiagnostics.BadMetadata.Refuse(file, $"{path} is a link");
        var size = tarball.Entry.Size;
        _size += size;
        if (size > limits.MaxInfoFileSize || _size > limits.MaxInfoSize)
            throw PackagesDiagnostics.LimitExceeded.Refuse(file, $"{path} has {size} bytes; {limits.MaxInfoFileSize} are allowed");
        if (!_contents.TryAdd(path, Content(tarball, (int)size)))
            throw PackagesDiagnostics.DuplicateMember.Refuse(file, $"two members are called {path}");
    }

    public PackageInfo ToPackageInfo() => new()
    {
        Index = Get("info/index.json") ?? throw PackagesDiagnostics.MissingMetadata.Refuse(file, "the package has no info/index.json"),
        About = Get("info/about.json"),
        Paths = Get("info/paths.json"),
        RunExports = Get("info/run_exports.json"),
        Link = Get("info/link.json"),
        Files = Get("info/files"),
        HasPrefix = Get("info/has_prefix"),
        NoLink = Get("info/no_link"),
        Icon = Get("info/icon.png"),
        Recipe = RecipePaths.Select(Get).FirstOrDefault(recipe => recipe is not null),
        Variant = VariantPaths.Select(Get).FirstOrDefault(variant => variant is not null),
        Members = _members,
    };

    // Grown as bytes arrive: what a header announces is not yet there.
    private static byte[] Content(TarReader tarball, int size)
    {
        const int Trusted = 1 << 20;
        if (size <= Trusted)
        {
            var content = new byte[size];
            tarball.ReadExactly(content);
            return content;
        }
        using var growing = new MemoryStream(Trusted);
        tarball.CopyTo(growing);
        return growing.ToArray();
    }

    private ReadOnlyMemory<byte>? Get(string path) => _contents.TryGetValue(path, out var content) ? content : (ReadOnlyMemory<byte>?)null;
}
