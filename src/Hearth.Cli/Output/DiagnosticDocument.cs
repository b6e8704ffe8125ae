using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Output;

/// <summary>A diagnostic as the documents of <c>--json</c> carry it.</summary>
internal sealed record DiagnosticDocument(
    string Code, string Severity, string Message, string? File, int? Line, int? Column, string? Expected, string? Actual, string? Hint)
{
    public static DiagnosticDocument From(Diagnostic diagnostic) => new(
        diagnostic.Code,
        diagnostic.Severity.ToString().ToLowerInvariant(),
        diagnostic.Message,
        diagnostic.File,
        diagnostic.Position?.Line,
        diagnostic.Position?.Column,
        diagnostic.Expected,
        diagnostic.Actual,
        diagnostic.Hint);
}
