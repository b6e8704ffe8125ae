using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Conversion;

/// <summary>Writes a recipe.yaml that means what a meta.yaml means.</summary>
public static class MetaYamlConverter
{
    /// <summary>Converts. Never throws on what the text holds.</summary>
    /// <param name="text">The text of meta.yaml.</param>
    /// <param name="file">The name that diagnostics give.</param>
    public static ConvertedRecipe Convert(string text, string? file)
    {
        List<Diagnostic> problems = [];
        try
        {
            return Converted(text, file, problems);
        }
        catch (JinjaException wrong)
        {
            return new(null, [.. problems.Distinct(), wrong.Error.Kind.In(file, wrong.Message, wrong.Error.Hint, new(1, 1))]);
        }
    }

    private static ConvertedRecipe Converted(string text, string? file, List<Diagnostic> problems)
    {
        var lines = new StatementUnfolding(file, problems).Unfold(text);
        var source = new V0Source(lines, file, problems);
        foreach (var problem in source.Tree.Problems)
            problems.Add(problem with { Position = problem.Position is { } at ? new(source.SourceLine(at.Line), at.Column) : null });
        if (source.Tree.Root is not MappingNode root)
        {
            if (problems.Count == 0)
                problems.Add(RecipeDiagnostics.NotARecipe.In(file, "a recipe is a map of sections"));
            return new(null, [.. problems.Distinct()]);
        }
        var recipe = new SectionConversion(source).Convert(root);
        return new(recipe, [.. problems.Distinct().OrderBy(problem => problem.Position?.Line ?? 0)]);
    }
}
