using Hearth.Conda.MatchSpecs;

namespace Hearth.Channels.Selections;

/// <summary>Records that a view shows at once although its rules of time would still hide them, such as a security fix.</summary>
/// <param name="Spec">What they match; null where one artifact is named.</param>
/// <param name="Artifact">The one artifact, as <c>subdir/file</c>; null where a MatchSpec says which.</param>
/// <param name="Reason">Why, for those who ask later.</param>
public sealed record LetThrough(MatchSpec? Spec, string? Artifact, string Reason)
{
    internal bool Covers(in MatchCandidate candidate, string subdir) =>
        Spec?.Matches(candidate) ?? (Artifact!.Length == subdir.Length + 1 + candidate.FileName!.Length
            && Artifact.StartsWith(subdir, StringComparison.Ordinal) && Artifact[subdir.Length] == '/' && Artifact.EndsWith(candidate.FileName, StringComparison.Ordinal));
}
