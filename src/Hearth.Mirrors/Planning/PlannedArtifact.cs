using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Planning;

/// <summary>An artifact that a mirror would hold.</summary>
/// <param name="Record">What the channel says of it.</param>
/// <param name="Reference">Where it lies: relative to the channel, or absolute.</param>
/// <param name="Reason">Why it is chosen, for people.</param>
public sealed record PlannedArtifact(UpstreamRecord Record, string Reference, string Reason);
