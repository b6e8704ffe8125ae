namespace Hearth.Cli.Commands.Recipe;

/// <summary>The document of <c>hearth recipe lint --json</c>.</summary>
/// <param name="Schema">Name and version of the document.</param>
/// <param name="Recipes">Every recipe that was looked at.</param>
internal sealed record LintDocument(string Schema, IReadOnlyList<LintedRecipe> Recipes);
