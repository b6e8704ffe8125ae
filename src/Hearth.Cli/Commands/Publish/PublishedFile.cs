using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Publish;

/// <summary>What became of one file.</summary>
/// <param name="File">Its path here.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Sha256">Its digest.</param>
/// <param name="Outcome"><c>added</c>, <c>already_present</c>, <c>planned</c> or <c>failed</c>.</param>
/// <param name="Subdir">Where the channel lists it, if it does.</param>
/// <param name="Status">The server's last answer; null where there was none.</param>
/// <param name="Problems">Why it failed.</param>
internal sealed record PublishedFile(string File, long Size, string Sha256, string Outcome, string? Subdir, int? Status, IReadOnlyList<DiagnosticDocument> Problems);
