using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Publish;

/// <summary>What came of a transaction that listed artifacts by the word of their source.</summary>
/// <param name="Count">How many were looked at.</param>
/// <param name="Added">Those that were listed.</param>
/// <param name="Problems">Why others were not.</param>
public sealed record ListedArtifacts(int Count, IReadOnlyList<(string Subdir, string File)> Added, IReadOnlyList<Diagnostic> Problems);
