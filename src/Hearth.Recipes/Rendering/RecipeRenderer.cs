using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Variants;

namespace Hearth.Recipes.Rendering;

/// <summary>
/// Renders recipe.yaml: which packages it stands for under the given variants, each with its variant, hash, build string and recipe
/// (CEP 13, 14, 39, 40, 41). Runs nothing and reads no other file.
/// </summary>
public static class RecipeRenderer
{
    public static RenderedRecipe Render(SyntaxTree tree, VariantConfig variants, RenderOptions options)
    {
        var problems = new List<Diagnostic>();
        if (RecipeDocument.Read(tree, problems) is not { } document)
            return new RenderedRecipe([], problems);
        try
        {
            var outputs = Rendered(document, variants, options, problems);
            List<Diagnostic> told = [.. problems.Distinct().OrderBy(problem => problem.Position?.Line ?? 0).ThenBy(problem => problem.Position?.Column ?? 0)];
            return new RenderedRecipe(told.Any(problem => problem.Severity == Severity.Error) ? [] : outputs, told);
        }
        catch (BadInputException e)
        {
            return new RenderedRecipe([], [.. problems.Distinct(), .. e.Diagnostics]);
        }
    }

    // Which keys a recipe uses may depend on the value of another: 'if: mpi != "nompi"' leads to more. So passes go on until no new key
    // turns up; each pass adds at least one.
    private static IReadOnlyList<RenderedOutput> Rendered(
        RecipeDocument document, VariantConfig variants, RenderOptions options, List<Diagnostic> problems)
    {
        var templates = new TemplateCache();
        var used = new SortedSet<string>(StringComparer.Ordinal);
        var first = variants.First;
        while (true)
        {
            var assembly = new OutputAssembly(document, options, problems);
            var complete = true;
            foreach (var variant in variants.Combinations(used))
            {
                var pass = new RecipePass(document, templates, new Variant(first.Concat(variant)), options, problems);
                var drafts = pass.Drafts();
                if (problems.Count > 0)
                    return [];
                foreach (var key in drafts.SelectMany(draft => VariantUses.Of(draft, withHidden: true)).Select(use => use.Key).Where(key => variants.Values.ContainsKey(key)))
                    complete &= !used.Add(key);
                if (complete)
                    assembly.Add(pass, drafts);
            }
            if (complete)
                return assembly.Outputs;
        }
    }
}
