namespace Hearth.Channels.Sources;

/// <summary>A source that recipes name and the archive does not hold.</summary>
/// <param name="Need">What it is, and why not.</param>
/// <param name="Artifacts">Who was built from it, as <c>channel/subdir/file</c>, sorted.</param>
public sealed record SourceGap(SourceNeed Need, IReadOnlyList<string> Artifacts);
