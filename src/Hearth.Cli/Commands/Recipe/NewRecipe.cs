using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>The document of <c>hearth recipe new … --json</c>.</summary>
/// <param name="Schema">Name and version of the document.</param>
/// <param name="Name">The package.</param>
/// <param name="Format">v0 or v1.</param>
/// <param name="File">The recipe's file.</param>
/// <param name="DryRun">Whether nothing was written.</param>
/// <param name="Recipe">Its text.</param>
/// <param name="Problems">What the recipe could not say, or what is not known.</param>
internal sealed record NewRecipe(string Schema, string Name, string Format, string File, bool DryRun, string Recipe, IReadOnlyList<DiagnosticDocument> Problems);
