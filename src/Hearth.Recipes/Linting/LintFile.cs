namespace Hearth.Recipes.Linting;

/// <summary>The kinds of file that rules are about.</summary>
public enum LintFile
{
    /// <summary>meta.yaml and recipe.yaml alike.</summary>
    Recipe,

    MetaYaml,

    RecipeYaml,

    /// <summary>conda_build_config.yaml and variants.yaml.</summary>
    Variants,

    /// <summary>conda-forge.yml.</summary>
    Configuration,

    /// <summary>A feedstock's folder.</summary>
    Feedstock,
}
