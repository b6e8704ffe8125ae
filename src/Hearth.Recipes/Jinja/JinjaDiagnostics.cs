using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Jinja;

/// <summary>What can be wrong with expressions and templates.</summary>
public static class JinjaDiagnostics
{
    public static readonly DiagnosticKind Syntax = new(
        "HRT3300",
        "Expression that cannot be read",
        Severity.Error,
        "A Jinja expression or statement has a mistake in its spelling: an operand, a bracket, a quote or an 'endif' is missing, or a word "
        + "stands where none belongs. The message names the place. 'hearth recipe render' shows what the rest of the recipe yields once it is right.");

    public static readonly DiagnosticKind Undefined = new(
        "HRT3301",
        "Name without a value",
        Severity.Error,
        "An expression uses a name that neither the recipe's context nor the variants define. Correct the name, define it, or give it a value of "
        + "last resort with the filter 'default', as in ${{ name | default('none') }}.");

    public static readonly DiagnosticKind Failed = new(
        "HRT3302",
        "Expression that cannot be evaluated",
        Severity.Error,
        "An expression is well formed, and what it asks cannot be done: adding a text to a number, calling what is no function, a filter that "
        + "does not exist, an argument of the wrong kind. The message names the operation and the kinds of its operands.");

    public static readonly DiagnosticKind TooMuch = new(
        "HRT3303",
        "Expression that takes too much",
        Severity.Error,
        "Recipes come from strangers, so an expression or a template may take only so many steps, nest only so deep and make only so much text. "
        + "No recipe in use comes near these limits. Write the result out, or make it in the build script.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [Syntax, Undefined, Failed, TooMuch];
}
