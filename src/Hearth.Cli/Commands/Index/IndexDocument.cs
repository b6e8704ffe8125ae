using Hearth.Channels.Indexing;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Index;

/// <summary>What <c>hearth index --json</c> prints.</summary>
internal sealed record IndexDocument(
    string Schema, IReadOnlyList<SubdirReport> Subdirs, IReadOnlyList<string> FilesWritten, IReadOnlyList<DiagnosticDocument> Diagnostics)
{
    public static IndexDocument From(IndexReport report) =>
        new("hearth.index.1", report.Subdirs, report.FilesWritten, [.. report.Diagnostics.Select(DiagnosticDocument.From)]);
}
