using System.Runtime.InteropServices;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Planning;

/// <summary>What a mirror would hold.</summary>
/// <param name="Channel">The channel, without secrets.</param>
/// <param name="Opened">The subdirs that the channel has of those asked for, sorted.</param>
/// <param name="Artifacts">Sorted by subdir, name and file name.</param>
/// <param name="Unsatisfied">What the artifacts depend on in vain; known only if dependencies were followed.</param>
/// <param name="Restricted">Those of the artifacts that may not be given out.</param>
public sealed record MirrorPlan(
    string Channel,
    IReadOnlyList<IUpstreamSubdir> Opened,
    IReadOnlyList<PlannedArtifact> Artifacts,
    IReadOnlyList<UnsatisfiedDependency> Unsatisfied,
    IReadOnlyList<PlannedArtifact> Restricted)
{
    /// <summary>Their names, sorted.</summary>
    public IReadOnlyList<string> Subdirs => [.. Opened.Select(subdir => subdir.Subdir)];

    /// <summary>Bytes of all artifacts whose size is known.</summary>
    public long Bytes { get; } = Artifacts.Sum(artifact => artifact.Record.Size);

    /// <summary>How many artifacts, and how many bytes, stand under each licence, largest first.</summary>
    public IReadOnlyList<(string License, int Count, long Bytes)> Licenses => field ??=
        [.. Count(artifact => artifact.Record.License ?? "unknown").OrderByDescending(row => row.Bytes).ThenBy(row => row.Word, StringComparer.Ordinal)];

    /// <summary>How many artifacts, and how many bytes, are in each subdir that has any, sorted.</summary>
    public IReadOnlyList<(string Subdir, int Count, long Bytes)> OfSubdirs => field ??= [.. Count(artifact => artifact.Record.Subdir).OrderBy(row => row.Word, StringComparer.Ordinal)];

    private IEnumerable<(string Word, int Count, long Bytes)> Count(Func<PlannedArtifact, string> wordOf)
    {
        var totals = new Dictionary<string, (int Count, long Bytes)>(StringComparer.Ordinal);
        foreach (var artifact in Artifacts)
        {
            ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(totals, wordOf(artifact), out _);
            total = (total.Count + 1, total.Bytes + artifact.Record.Size);
        }
        return totals.Select(row => (row.Key, row.Value.Count, row.Value.Bytes));
    }

    /// <summary>How long the bytes take.</summary>
    /// <param name="bandwidth">Bytes a second.</param>
    public TimeSpan TimeAt(long bandwidth) => TimeSpan.FromSeconds((double)Bytes / bandwidth);
}
