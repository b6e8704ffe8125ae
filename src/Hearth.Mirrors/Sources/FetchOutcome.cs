using Hearth.Channels.Sources;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Mirrors.Sources;

/// <summary>What became of a source that was looked for.</summary>
/// <param name="State">As it is kept.</param>
/// <param name="Bytes">Bytes that the archive took.</param>
/// <param name="Problem">Why it is not held; null if it is.</param>
internal readonly record struct FetchOutcome(NeedState State, long Bytes, Diagnostic? Problem);
