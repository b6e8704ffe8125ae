namespace Hearth.Recipes.Rendering;

/// <summary>Whose rules decide where the CEPs are silent: rattler-build changed its own in 0.58, and with them some hashes.</summary>
public enum RendererRules
{
    /// <summary>As rattler-build does since 0.58: a key that the context hides is not counted, and outputs keep the order of the recipe where they can.</summary>
    Current,

    /// <summary>As rattler-build did until 0.57: a key that the context hides is counted with the value of the variants, and outputs are sorted depth first.</summary>
    Until057,

    /// <summary>As conda-build does for meta.yaml: a key that the recipe sets is counted all the same, since its name stands in the text.</summary>
    CondaBuild,
}
