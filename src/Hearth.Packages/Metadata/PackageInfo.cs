namespace Hearth.Packages.Metadata;

/// <summary>The metadata of a package (CEP 34, <c>info/</c>) as raw bytes; null where the package has no such file.</summary>
public sealed record PackageInfo
{
    /// <summary><c>info/index.json</c>, the one file that every package has.</summary>
    public required ReadOnlyMemory<byte> Index { get; init; }

    /// <summary><c>info/about.json</c>.</summary>
    public ReadOnlyMemory<byte>? About { get; init; }

    /// <summary><c>info/paths.json</c>; packages from before 2017 have <see cref="Files"/> instead.</summary>
    public ReadOnlyMemory<byte>? Paths { get; init; }

    /// <summary><c>info/run_exports.json</c>.</summary>
    public ReadOnlyMemory<byte>? RunExports { get; init; }

    /// <summary><c>info/link.json</c>: entry points of noarch Python packages.</summary>
    public ReadOnlyMemory<byte>? Link { get; init; }

    /// <summary><c>info/files</c>: one path a line. Paths.json counts where both exist.</summary>
    public ReadOnlyMemory<byte>? Files { get; init; }

    /// <summary><c>info/has_prefix</c>. Paths.json counts where both exist.</summary>
    public ReadOnlyMemory<byte>? HasPrefix { get; init; }

    /// <summary><c>info/no_link</c>. Paths.json counts where both exist.</summary>
    public ReadOnlyMemory<byte>? NoLink { get; init; }

    /// <summary><c>info/icon.png</c>.</summary>
    public ReadOnlyMemory<byte>? Icon { get; init; }

    /// <summary>The rendered recipe: <c>info/recipe/meta.yaml</c>, <c>info/recipe/rendered_recipe.yaml</c> or <c>info/meta.yaml</c>.</summary>
    public ReadOnlyMemory<byte>? Recipe { get; init; }

    /// <summary>The variant that it was built with: <c>info/recipe/variant_config.yaml</c> or <c>info/recipe/conda_build_config.yaml</c>.</summary>
    public ReadOnlyMemory<byte>? Variant { get; init; }

    /// <summary>Paths of the files below <c>info/</c> that were passed, in archive order; see <see cref="InfoExtent"/>.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>What clients do with the package besides linking its files.</summary>
    /// <param name="name">The package's name, as in index.json: scripts of other names are not run.</param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">Paths.json is not readable.</exception>
    public PackageTraits Traits(string name) => PackageTraitsReader.Read(this, name);
}
