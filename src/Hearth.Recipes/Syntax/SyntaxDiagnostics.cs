using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Syntax;

/// <summary>What can be wrong with a recipe or variant file as YAML.</summary>
public static class SyntaxDiagnostics
{
    public static readonly DiagnosticKind NotYaml = new(
        "HRT3100",
        "Not valid YAML",
        Severity.Error,
        "The text breaks a rule of YAML, often by indentation, an unclosed quote, or a value that begins with a special character such as '%', '@' or '{'. "
        + "Look at the line named and the one above it; put such values in quotes.");

    public static readonly DiagnosticKind TooLarge = new(
        "HRT3101",
        "Recipe file too large",
        Severity.Error,
        "A recipe or variant file is longer, nests deeper or, with what its aliases repeat, holds more values than Hearth reads: 4 MiB, 64 levels, 250,000 values. "
        + "Real files stay far below; the file may be meant to exhaust whoever reads it.");

    public static readonly DiagnosticKind RepeatedKey = new(
        "HRT3102",
        "Key given twice",
        Severity.Error,
        "A mapping has the same key twice. YAML forbids it, and tools differ in which value they take. Join the two values or remove one.");

    public static readonly DiagnosticKind KeyNotText = new(
        "HRT3103",
        "Key that is not a text",
        Severity.Error,
        "A key of a mapping is a list or a mapping itself. It often is an expression that begins with '{{' without the '$' before it: write '${{ … }}', or put the value in quotes.");

    public static readonly DiagnosticKind SeveralDocuments = new(
        "HRT3104",
        "Several documents in one file",
        Severity.Error,
        "The file holds several YAML documents, divided by '---'. A recipe is one document. Divide the file.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [NotYaml, TooLarge, RepeatedKey, KeyNotText, SeveralDocuments];
}
