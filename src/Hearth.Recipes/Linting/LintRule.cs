using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Linting;

/// <summary>One rule of the linter.</summary>
/// <param name="Kind">Its code, title, severity and explanation.</param>
/// <param name="File">What it is about.</param>
/// <param name="Wrong">An example that breaks it. The rule's test reads it, and so does the reference.</param>
/// <param name="Right">The same as it should be.</param>
/// <param name="IsFixable">Whether <c>--fix</c> can mend it without changing what is built.</param>
public sealed record LintRule(DiagnosticKind Kind, LintFile File, string Wrong, string Right, bool IsFixable)
{
    public string Code => Kind.Code;

    internal static LintRule Error(int number, LintFile file, string title, string explanation, string wrong, string right, bool isFixable = false) =>
        Of(number, file, Severity.Error, title, explanation, wrong, right, isFixable);

    internal static LintRule Warning(int number, LintFile file, string title, string explanation, string wrong, string right, bool isFixable = false) =>
        Of(number, file, Severity.Warning, title, explanation, wrong, right, isFixable);

    internal static LintRule Advice(int number, LintFile file, string title, string explanation, string wrong, string right, bool isFixable = false) =>
        Of(number, file, Severity.Info, title, explanation, wrong, right, isFixable);

    private static LintRule Of(int number, LintFile file, Severity severity, string title, string explanation, string wrong, string right, bool isFixable) =>
        new(new(FormattableString.Invariant($"HRT{number}"), title, severity, explanation), file, wrong, right, isFixable);
}
