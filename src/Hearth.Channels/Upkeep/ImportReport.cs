using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Upkeep;

/// <summary>What an import did.</summary>
/// <param name="Added">Artifacts that the channel took.</param>
/// <param name="AlreadyPresent">Artifacts that it had.</param>
/// <param name="Problems">Why it did not take the others.</param>
public sealed record ImportReport(int Added, int AlreadyPresent, IReadOnlyList<Diagnostic> Problems);
