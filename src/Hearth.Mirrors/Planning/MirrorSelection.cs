using System.Collections.Concurrent;
using Hearth.Conda.MatchSpecs;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Planning;

/// <summary>Which artifacts of a channel a mirror holds.</summary>
public sealed record MirrorSelection
{
    /// <summary>Names whose licence forbids giving copies to others (conda-forge's own list of what is not to be mirrored).</summary>
    public static IReadOnlyList<string> DefaultRestrictedNames { get; } = ["cudatoolkit", "cudnn", "cusparselt", "cutensor", "msmpi"];

    // Hundreds of thousands may be chosen for the same one.
    private readonly ConcurrentDictionary<MatchSpec, string> _reasons = new(ReferenceEqualityComparer.Instance);

    /// <summary>The subdirs; none means all that the channel has. <c>noarch</c> is part of any choice.</summary>
    public IReadOnlyList<string> Subdirs { get; init; } = [];

    /// <summary>Artifacts that match one of these; none means all.</summary>
    public IReadOnlyList<MatchSpec> Include { get; init; } = [];

    /// <summary>Artifacts that match one of these are left out, whoever needs them.</summary>
    public IReadOnlyList<MatchSpec> Exclude { get; init; } = [];

    /// <summary>How many of the newest versions of each name that was included, per subdir; null means all.</summary>
    public int? NewestVersions { get; init; }

    /// <summary>How long an artifact must have been in the channel; one that does not say when it came is old enough.</summary>
    public TimeSpan? MinimumAge { get; init; }

    /// <summary>Whether to take in what the chosen artifacts depend on, and what that depends on, and so on.</summary>
    public bool WithDependencies { get; init; }

    /// <summary>Names that the plan warns of.</summary>
    public IReadOnlyList<string> RestrictedNames { get; init; } = DefaultRestrictedNames;

    /// <summary>Whether only named packages and what they need are looked at, so that their shards suffice.</summary>
    public bool IsByName => Include.Count > 0 && Include.All(spec => spec.ExactName is not null);

    /// <summary>Whether what is chosen of a name depends on nothing but its own records, and not on time.</summary>
    public bool IsByEachName => !WithDependencies && MinimumAge is null;

    /// <summary>Why an artifact is chosen for its own sake; null if it is not.</summary>
    internal string? WhyOf(UpstreamRecord artifact)
    {
        if (Include.Count == 0)
            return "all of the channel";
        var candidate = artifact.Candidate;
        foreach (var spec in Include)
        {
            if (spec.Matches(candidate))
                return _reasons.GetOrAdd(spec, static spec => $"matches '{spec}'");
        }
        return null;
    }
}
