using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Rendering;

/// <summary>A recipe.yaml, divided into its sections and outputs; nothing is rendered yet.</summary>
internal sealed record RecipeDocument(SyntaxTree Tree, MappingNode Root, MappingNode? Context, SequenceNode? Outputs)
{
    private const int SchemaVersion = 1;

    /// <summary>The document; null if there is nothing to render.</summary>
    public static RecipeDocument? Read(SyntaxTree tree, List<Diagnostic> problems)
    {
        problems.AddRange(tree.Problems);
        if (tree.Root is not MappingNode root)
        {
            if (tree.Problems.Count == 0)
                problems.Add(RecipeDiagnostics.NotARecipe.In(tree.Source.File, "a recipe is a map of sections"));
            return null;
        }
        foreach (var entry in root.Entries.Where(entry => !RecipeShapes.TopLevel.Contains(entry.Name)))
            problems.Add(tree.At(RenderingDiagnostics.UnknownKey, entry.Key, $"the key '{entry.Name}' is not known here", Spelling.Hint(entry.Name, RecipeShapes.TopLevel)));
        if (root["schema_version"] is { } version && version is not ScalarNode { Value: "1" })
            problems.Add(tree.At(RenderingDiagnostics.BadValue, version, $"only schema_version {SchemaVersion} is known"));
        CheckSections(tree, root, problems);
        return new RecipeDocument(tree, root, Section<MappingNode>(tree, root, "context", "a map", problems), Section<SequenceNode>(tree, root, "outputs", "a list", problems));
    }

    private static void CheckSections(SyntaxTree tree, MappingNode root, List<Diagnostic> problems)
    {
        var outputs = root.Find("outputs");
        if (outputs is null && root.Find("package") is null)
            problems.Add(tree.At(RenderingDiagnostics.MissingKey, root, "'package' is missing", "a recipe has either 'package', or 'outputs' and perhaps 'recipe'"));
        if (outputs is not null && root.Find("package") is { } package)
            problems.Add(tree.At(RenderingDiagnostics.NotAllowedHere, package.Key, "'package' has no place beside 'outputs'", "it is called 'recipe' there"));
        if (outputs is null && root.Find("recipe") is { } recipe)
            problems.Add(tree.At(RenderingDiagnostics.NotAllowedHere, recipe.Key, "'recipe' has a place beside 'outputs' only", "it is called 'package' without outputs"));
        if (outputs is not null && root.Find("requirements") is { } requirements)
            problems.Add(tree.At(RenderingDiagnostics.NotAllowedHere, requirements.Key, "'requirements' beside 'outputs' reach no output (CEP 41)", "give each output its own"));
    }

    private static T? Section<T>(SyntaxTree tree, MappingNode root, string key, string kind, List<Diagnostic> problems)
        where T : SyntaxNode
    {
        if (root[key] is null or ScalarNode { IsNull: true })
            return null;
        if (root[key] is T section)
            return section;
        problems.Add(tree.At(RenderingDiagnostics.WrongType, root[key]!, $"'{key}' must be {kind}"));
        return null;
    }
}
