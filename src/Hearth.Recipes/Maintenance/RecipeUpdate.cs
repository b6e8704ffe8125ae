using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Maintenance;

/// <summary>What became of an update.</summary>
public abstract record RecipeUpdate
{
    private RecipeUpdate()
    {
    }

    /// <summary>Nothing newer was found.</summary>
    /// <param name="Version">The version that the recipe has.</param>
    /// <param name="LookedAt">The places that were asked.</param>
    public sealed record UpToDate(string Version, IReadOnlyList<string> LookedAt) : RecipeUpdate;

    /// <summary>A newer version, and the recipe for it.</summary>
    /// <param name="From">The version before.</param>
    /// <param name="To">The version now.</param>
    /// <param name="Text">The recipe, changed.</param>
    /// <param name="Edits">Every change with its reason, and those left to people.</param>
    /// <param name="Remarks">What could not be compared.</param>
    public sealed record Updated(string From, string To, string Text, IReadOnlyList<ProposedEdit> Edits, IReadOnlyList<Diagnostic> Remarks) : RecipeUpdate;
}
