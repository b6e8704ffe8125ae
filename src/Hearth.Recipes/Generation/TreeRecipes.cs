using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation.Cran;
using Hearth.Recipes.Generation.Drafts;
using Hearth.Recipes.Generation.PyPi;
using Hearth.Recipes.Generation.Sources;

namespace Hearth.Recipes.Generation;

/// <summary>Writes the recipe of a project that lies in a folder: an R package where there is a DESCRIPTION, else a Python project.</summary>
public static class TreeRecipes
{
    /// <param name="tree">The project's files.</param>
    /// <param name="version">The version of a Python project whose files do not say it; null if they do.</param>
    /// <param name="python">How recipes of Python projects are written.</param>
    /// <param name="r">How recipes of R packages are written.</param>
    /// <param name="problems">What the recipe could not say, or does not know.</param>
    /// <exception cref="BadInputException">The folder holds neither.</exception>
    public static RecipeDraft Draft(SourceTree tree, PythonVersion? version, PythonRecipeOptions python, RRecipeOptions r, out IReadOnlyList<Diagnostic> problems)
    {
        if (tree.TextOf("DESCRIPTION") is { } text)
        {
            var package = RRecipe.Draft(RDescription.Read(text, $"{tree.Name}: DESCRIPTION"), tree, r, out problems);
            return package with { Context = [.. package.Context.Where(variable => variable.Key == "version")], Urls = [], SourcePath = tree.Name };
        }
        var project = PythonProject.Read(tree, version, out var unread);
        var draft = PythonRecipe.Draft(project, python, out var unsaid);
        problems = [.. unread, .. unsaid];
        return draft with { SourcePath = tree.Name };
    }
}
