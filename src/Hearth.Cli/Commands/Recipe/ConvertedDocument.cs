using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>The document of <c>hearth recipe convert --json</c>.</summary>
/// <param name="Schema">Name and version of the document.</param>
/// <param name="File">The meta.yaml.</param>
/// <param name="Target">The recipe.yaml.</param>
/// <param name="DryRun">Whether nothing was written.</param>
/// <param name="Complete">Whether nothing was lost that changes what is built.</param>
/// <param name="Recipe">The new text; absent if the old one cannot be read.</param>
/// <param name="Problems">What could not be carried.</param>
internal sealed record ConvertedDocument(string Schema, string File, string Target, bool DryRun, bool Complete, string? Recipe, IReadOnlyList<DiagnosticDocument> Problems);
