namespace Hearth.Channels.Sources;

/// <summary>A source that recipes name and the archive does not hold.</summary>
/// <param name="Need">What it is, and why not.</param>
/// <param name="Artifacts">What was built from it, as <c>channel/subdir/file</c>, sorted; the first of them, where there are very many.</param>
public sealed record SourceGap(SourceNeed Need, IReadOnlyList<string> Artifacts)
{
    /// <summary>The most artifacts that are named.</summary>
    public const int MostArtifacts = 100;
}
