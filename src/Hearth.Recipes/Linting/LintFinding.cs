using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Linting;

/// <summary>A place where a rule is broken.</summary>
/// <param name="Problem">What is wrong, and where.</param>
/// <param name="Fix">Edits of the file that mend it; empty if there is no safe one.</param>
public sealed record LintFinding(Diagnostic Problem, IReadOnlyList<TextEdit> Fix)
{
    public string Code => Problem.Code;
}
