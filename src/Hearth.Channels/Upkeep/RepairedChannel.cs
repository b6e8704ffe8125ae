using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Upkeep;

/// <summary>What a repair found and left.</summary>
/// <param name="Found">Every problem that there was.</param>
/// <param name="Left">Those that could not be repaired, and what was found wrong since.</param>
public sealed record RepairedChannel(IReadOnlyList<Diagnostic> Found, IReadOnlyList<Diagnostic> Left);
