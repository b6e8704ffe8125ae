using System.Text;
using Hearth.Packages.Metadata;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.MetaYaml;
using Hearth.Recipes.Syntax;

namespace Hearth.Mirrors.Sources;

/// <summary>The sources of the recipe inside an artifact.</summary>
/// <param name="Path">The recipe that they stand in; null if the artifact has none.</param>
/// <param name="Sources">In order.</param>
/// <param name="Problem">Why the recipe cannot be read; null if it can.</param>
public sealed record RecipeSources(string? Path, IReadOnlyList<RecipeSource> Sources, string? Problem)
{
    // What the build tool rendered goes before what it was rendered from.
    private const string Rendered = PackageRecipe.Folder + "rendered_recipe.yaml";
    private const string MetaYaml = PackageRecipe.Folder + "meta.yaml";
    private const string ParentFolder = PackageRecipe.Folder + "parent/";
    private const string Parent = ParentFolder + "meta.yaml";
    private const string RecipeYaml = PackageRecipe.Folder + "recipe.yaml";
    private const string OldMetaYaml = "info/meta.yaml";

    private const string Noarch = "noarch";
    private const string MostlyBuiltOn = "linux-64";

    // An address that names something unknown is none.
    private static readonly JinjaSettings Whole = JinjaSettings.V0 with { Undefined = UndefinedUse.Condition };

    /// <summary>Finds and reads the recipe.</summary>
    /// <param name="recipe">What the artifact keeps of its making.</param>
    /// <param name="subdir">For which platform it was built.</param>
    public static RecipeSources Read(PackageRecipe recipe, string subdir)
    {
        foreach (var path in (string[])[Rendered, MetaYaml, RecipeYaml, OldMetaYaml])
        {
            if (recipe.TooLarge.Contains(path))
                return new RecipeSources(path, [], "the recipe is larger than any recipe");
            if (recipe.Find(path) is { } content)
                return ReadFile(path, Encoding.UTF8.GetString(content.Span), recipe, subdir);
        }
        return new RecipeSources(null, [], null);
    }

    /// <summary>Where a file lies in the artifact that the recipe names relative to its own folder; conda-build keeps those of a recipe with several outputs with the recipe.</summary>
    public static string PathOf(PackageRecipe recipe, string written)
    {
        var path = written.Replace('\\', '/');
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        return recipe.Files.ContainsKey(ParentFolder + path) ? ParentFolder + path : PackageRecipe.Folder + path;
    }

    private static RecipeSources ReadFile(string path, string text, PackageRecipe recipe, string subdir)
    {
        var isMetaYaml = path is MetaYaml or OldMetaYaml;
        // What conda-build kept as its author wrote it, which it did long ago, says other things on other platforms.
        if (isMetaYaml && IsTemplate(text) && MetaYamlReader.Read(text, path, ContextOf(recipe, subdir) with { Settings = Whole }).Root is { } rendered && !IsNothing(rendered["source"]))
            return new RecipeSources(path, SourceEntries.Read(rendered["source"]), null);
        // conda-build writes a key twice where an output repeats one.
        var tree = SyntaxTree.Parse(text, path, isMetaYaml ? SyntaxRules.Template : SyntaxRules.Recipe);
        if (tree.Root is not MappingNode root)
            return new RecipeSources(path, [], tree.Problems is [var first, ..] ? $"the recipe is no YAML: {first.Message}" : "the recipe is no map");
        if (path == Rendered)
            return new RecipeSources(path, ReadRendered(root), null);
        if (isMetaYaml && IsNothing(root["source"]) && recipe.Find(Parent) is { } parent)
            return ReadParent(Encoding.UTF8.GetString(parent.Span), recipe, subdir);
        return new RecipeSources(path, SourceEntries.Read(root["source"]), null);
    }

    // What several outputs have in common is built once, from sources of its own: rattler-build calls it a cache, and later staging.
    private static IReadOnlyList<RecipeSource> ReadRendered(MappingNode root)
    {
        var recipe = root["recipe"] as MappingNode;
        var staged = recipe?["staging_caches"] is SequenceNode caches ? caches.Items.OfType<MappingNode>().Select(cache => cache["source"]) : [];
        IEnumerable<SyntaxNode?> sections =
            [Finalized(root, "finalized_sources") ?? recipe?["source"], Finalized(root, "finalized_cache_sources") ?? (recipe?["cache"] as MappingNode)?["source"], .. staged];
        return [.. sections.SelectMany(SourceEntries.Read)];
    }

    // Revisions are resolved there. Of recipes without sources it is null or empty.
    private static SequenceNode? Finalized(MappingNode root, string key) => root[key] is SequenceNode { Items.Count: > 0 } sources ? sources : null;

    // An output without sources of its own was built from those of its recipe, which lies beside it as its author wrote it.
    private static RecipeSources ReadParent(string text, PackageRecipe recipe, string subdir)
    {
        var meta = MetaYamlReader.Read(text, Parent, ContextOf(recipe, subdir));
        if (meta.Root is not null)
            return new RecipeSources(Parent, SourceEntries.Read(meta.Root["source"]), null);
        // Most parents have no sources either; one that cannot be rendered matters only if it has.
        var tree = SyntaxTree.ParseTemplate(text, Parent);
        return tree.Root is MappingNode root && IsNothing(root["source"])
            ? new RecipeSources(Parent, [], null)
            : new RecipeSources(Parent, [], $"the recipe of which this is an output cannot be rendered: {(meta.Problems is [var first, ..] ? first.Message : "it has no sections")}");
    }

    // What is for every platform was built on one, which its variant names.
    private static MetaYamlContext ContextOf(PackageRecipe recipe, string subdir)
    {
        var variant = VariantOf(recipe);
        return MetaYamlContext.For(subdir != Noarch ? subdir : variant.GetValueOrDefault("target_platform") is { } platform and not Noarch ? platform : MostlyBuiltOn, variant);
    }

    // A rendered variant: a value for each key.
    private static Dictionary<string, string> VariantOf(PackageRecipe recipe)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (recipe.Find(PackageRecipe.Folder + "conda_build_config.yaml") is not { } content
            || SyntaxTree.Parse(Encoding.UTF8.GetString(content.Span), null, SyntaxRules.Template).Root is not MappingNode root)
            return values;
        foreach (var entry in root.Entries)
        {
            var value = entry.Value is SequenceNode { Items: [var first, ..] } ? first : entry.Value;
            if (value is ScalarNode { IsNull: false } scalar)
                values[entry.Name] = scalar.Value;
        }
        return values;
    }

    // Expressions, statements, and selectors: comments in brackets behind a line.
    private static bool IsTemplate(string text)
    {
        if (text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal))
            return true;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.LastIndexOf('#') is var comment and > 0 && line[(comment + 1)..].TrimStart().StartsWith('['))
                return true;
        }
        return false;
    }

    private static bool IsNothing(SyntaxNode? node) => node is null or ScalarNode { IsNull: true } or SequenceNode { Items.Count: 0 } or MappingNode { Entries.Count: 0 };
}
