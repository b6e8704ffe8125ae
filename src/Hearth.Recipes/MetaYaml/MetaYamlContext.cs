using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.MetaYaml;

/// <summary>For what a meta.yaml is read.</summary>
/// <param name="Folder">The folder whose files it may load.</param>
/// <param name="Scope">The names that selectors know.</param>
/// <param name="TemplateScope">The names that templates know.</param>
public sealed record MetaYamlContext(RecipeFolder Folder, JinjaScope Scope, JinjaScope TemplateScope)
{
    private static readonly Dictionary<string, string> _nothing = [];

    /// <summary>How the template is evaluated: unless it says otherwise, names without a value print as nothing.</summary>
    public JinjaSettings Settings { get; init; } = JinjaSettings.V0;

    /// <param name="targetPlatform">Such as <c>linux-64</c>.</param>
    /// <param name="variant">The values of the variant; none if left out.</param>
    /// <param name="folder">The folder whose files the recipe may load; none if left out.</param>
    /// <param name="buildPlatform">The platform that builds; the same if left out.</param>
    /// <param name="environment">The variables that <c>environ</c> knows; none if left out.</param>
    public static MetaYamlContext For(
        string targetPlatform,
        IReadOnlyDictionary<string, string>? variant = null,
        RecipeFolder? folder = null,
        string? buildPlatform = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        variant ??= _nothing;
        folder ??= RecipeFolder.None;
        var scope = MetaYamlNames.For(targetPlatform, buildPlatform ?? targetPlatform, variant, environment ?? _nothing);
        var build = MetaYamlFunctions.BuildVariables(targetPlatform).Where(name => !scope.TryGet(name.Key, out _));
        return new(folder, scope, MetaYamlFunctions.Add(scope.With(build), targetPlatform, variant, folder));
    }
}
