using Hearth.Cli.Output;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Commands.Index;

/// <summary>What <c>hearth index --check --json</c> prints.</summary>
internal sealed record CheckDocument(string Schema, bool Agree, IReadOnlyList<DiagnosticDocument> Differences)
{
    public static CheckDocument From(IReadOnlyList<Diagnostic> differences) =>
        new("hearth.index-check.1", differences.Count == 0, [.. differences.Select(DiagnosticDocument.From)]);
}
