using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Versions;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Planning;

/// <summary>
/// The artifacts of one name that a platform could install, newest version first: a dependency is held against each version once, and against
/// builds only where the version is right.
/// </summary>
internal sealed class NameCandidates
{
    private readonly List<OneVersion> _versions;

    /// <param name="candidates">All that are admitted.</param>
    /// <param name="isHeld">Whether one is part of the plan already.</param>
    public NameCandidates(IEnumerable<UpstreamRecord> candidates, Func<UpstreamRecord, bool> isHeld)
    {
        // Versions that are equal may be spelled differently, and specs look at the spelling.
        var bySpelling = new Dictionary<string, OneVersion>(StringComparer.Ordinal);
        foreach (var candidate in candidates)
        {
            if (!bySpelling.TryGetValue(candidate.Version, out var version))
                bySpelling[candidate.Version] = version = new OneVersion(candidate.Candidate.Version);
            (isHeld(candidate) ? version.Held : version.Others).Add(candidate);
        }
        _versions = [.. bySpelling.Values.OrderByDescending(version => version.Version)];
    }

    /// <summary>Whether what is held satisfies a dependency.</summary>
    public bool Holds(MatchSpec dependency) =>
        _versions.Exists(version => version.Held.Count > 0 && dependency.Version.Matches(version.Version) && version.Held.Exists(held => dependency.Matches(held.Candidate)));

    /// <summary>Holds all builds of the newest version that satisfies a dependency that nothing held satisfies.</summary>
    /// <returns>Those; none if nothing satisfies it.</returns>
    public List<UpstreamRecord> HoldNewest(MatchSpec dependency)
    {
        var newest = new List<UpstreamRecord>();
        foreach (var version in _versions)
        {
            if (newest.Count > 0 && version.Version != newest[0].Candidate.Version)
                break;
            if (!dependency.Version.Matches(version.Version))
                continue;
            newest.AddRange(version.Hold(dependency));
        }
        return newest;
    }

    private sealed class OneVersion(CondaVersion version)
    {
        public CondaVersion Version => version;

        public List<UpstreamRecord> Held { get; } = [];

        public List<UpstreamRecord> Others { get; private set; } = [];

        public IEnumerable<UpstreamRecord> Hold(MatchSpec dependency)
        {
            var satisfying = Others.ToLookup(other => dependency.Matches(other.Candidate));
            Others = [.. satisfying[false]];
            Held.AddRange(satisfying[true]);
            return satisfying[true];
        }
    }
}
