using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation.Drafts;
using Hearth.Recipes.Generation.Upstream;

namespace Hearth.Recipes.Generation.Cran;

/// <summary>Writes recipes of what a mirror of CRAN publishes.</summary>
/// <param name="upstream">How addresses are read.</param>
/// <param name="root">The mirror; ends in <c>/</c>.</param>
public sealed class CranRecipes(IUpstream upstream, Uri root)
{
    private readonly CranIndex _index = new(upstream, root);

    /// <summary>Drafts the recipe of a package, of its current version if none is named.</summary>
    /// <exception cref="BadInputException">The mirror does not have it, or it cannot be read.</exception>
    public async Task<(RecipeDraft Draft, IReadOnlyList<Diagnostic> Problems)> DraftAsync(string name, string? version, RRecipeOptions options, CancellationToken cancellation)
    {
        var release = await _index.FindAsync(name, version, cancellation) ?? throw GenerationDiagnostics.NotUpstream.Refuse(name, "the mirror does not list it");
        var file = release.Files[0];
        var source = await FetchedArchive.OfAsync(upstream, file, cancellation) ?? throw GenerationDiagnostics.NotUpstream.Refuse(name, $"{file.Address} is not there");
        var description = RDescription.Read(
            source.Tree.TextOf("DESCRIPTION") ?? throw GenerationDiagnostics.BadMetadata.Refuse(file.FileName, "there is no DESCRIPTION"),
            $"{file.FileName}: DESCRIPTION");
        var draft = RRecipe.Draft(description, source.Tree, options, out var problems);
        return (draft with { Sha256 = source.Sha256.ToString() }, problems);
    }
}
