using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Recipe;

/// <param name="File">The recipe.</param>
/// <param name="Mended">How many findings <c>--fix</c> mended, or would mend.</param>
/// <param name="Findings">What is left.</param>
internal sealed record LintedRecipe(string File, int Mended, IReadOnlyList<DiagnosticDocument> Findings);
