using Hearth.Cli.Output;
using Hearth.Conda.Names;
using Hearth.Mirrors.Pushing;

namespace Hearth.Cli.Commands.Mirror;

/// <summary>The document of <c>hearth mirror push --json</c>.</summary>
internal sealed record PushDocument(
    string Schema, string Channel, string? Label, string Target, long Revision, bool IsDryRun, bool IsUnchanged, PushedFiles Packages, PushedFiles Shards, PushedFiles Documents, long Bytes, IReadOnlyList<DiagnosticDocument> Problems)
{
    public static PushDocument Of(string channel, Label? label, bool isDryRun, PushReport report) => new(
        "hearth.mirror-push.1",
        channel,
        label?.ToString(),
        report.Target,
        report.Revision,
        isDryRun,
        report.IsUnchanged,
        report.Packages,
        report.Shards,
        report.Documents,
        report.Bytes,
        [.. report.Problems.Select(DiagnosticDocument.From)]);
}
