using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Conversion;

/// <summary>What a conversion from meta.yaml to recipe.yaml could not carry.</summary>
public static class ConversionDiagnostics
{
    public static readonly DiagnosticKind Lost = new(
        "HRT3320",
        "Not carried into recipe.yaml",
        Severity.Error,
        "A part of meta.yaml has no counterpart in recipe.yaml that means the same, or is written in a way that the conversion does not understand. It is left out, "
        + "so the result would build something else. Carry it by hand, then check the result with 'hearth recipe render'.");

    public static readonly DiagnosticKind Dropped = new(
        "HRT3321",
        "Left out of recipe.yaml",
        Severity.Warning,
        "A key of meta.yaml was removed from the format, or has had no effect for long. Nothing that is built changes without it.");

    public static readonly DiagnosticKind Judgement = new(
        "HRT3322",
        "Converted by judgement",
        Severity.Warning,
        "recipe.yaml says this differently, and the conversion chose what recipes usually mean. Read the lines named, and compare what both files render to.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [Lost, Dropped, Judgement];
}
