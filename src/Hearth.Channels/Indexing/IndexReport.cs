using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Indexing;

/// <summary>What an indexing run did.</summary>
/// <param name="Subdirs">The subdirs, sorted by name.</param>
/// <param name="FilesWritten">Channel files whose content changed, relative to the folder, in the order written.</param>
/// <param name="Diagnostics">Everything that was wrong, sorted by file.</param>
public sealed record IndexReport(
    IReadOnlyList<SubdirReport> Subdirs, IReadOnlyList<string> FilesWritten, IReadOnlyList<Diagnostic> Diagnostics);
