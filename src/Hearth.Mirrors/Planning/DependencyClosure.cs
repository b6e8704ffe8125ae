using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Planning;

/// <summary>
/// Finds what artifacts depend on when they are installed on a platform, so that each dependency is satisfied within the plan: by what was
/// chosen already, else by all builds of the newest version that satisfies it.
/// </summary>
/// <param name="platform">The platform.</param>
/// <param name="subdirs">Where its artifacts are: its own subdir and noarch, as far as the channel has them.</param>
/// <param name="chosen">What is chosen. A noarch artifact is installed on every platform, with that platform's artifacts.</param>
/// <param name="isAdmitted">Whether an artifact may be part of the plan.</param>
internal sealed class DependencyClosure(string platform, IReadOnlyList<IUpstreamSubdir> subdirs, ChosenArtifacts chosen, Func<UpstreamRecord, bool> isAdmitted)
{
    private readonly Dictionary<string, NameCandidates> _byName = new(StringComparer.Ordinal);

    // Of lists and of dependencies only few differ, and what is the same is held once.
    private readonly HashSet<IReadOnlyList<string>> _lists = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _dependencies = new(StringComparer.Ordinal);
    private readonly List<(UpstreamRecord Record, string Reason)> _added = [];
    private readonly List<UnsatisfiedDependency> _unsatisfied = [];

    /// <summary>What comes in addition, with the reason, once <see cref="FollowAsync"/> has ended. Of noarch, another platform may have needed it as well.</summary>
    public IReadOnlyList<(UpstreamRecord Record, string Reason)> Added => _added;

    /// <summary>The dependencies that nothing satisfies, in the order found.</summary>
    public IReadOnlyList<UnsatisfiedDependency> Unsatisfied => _unsatisfied;

    /// <summary>Follows dependencies until none is left.</summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        foreach (var record in subdirs.SelectMany(subdir => chosen.In(subdir.Subdir)))
            await ExamineAsync(record, cancellation);
        for (var next = 0; next < _added.Count; next++)
            await ExamineAsync(_added[next].Record, cancellation);
    }

    private async ValueTask ExamineAsync(UpstreamRecord record, CancellationToken cancellation)
    {
        if (!_lists.Add(record.Depends))
            return;
        foreach (var dependency in record.Depends)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_dependencies.Add(dependency) && !await SatisfyAsync(dependency, record, cancellation))
                _unsatisfied.Add(new UnsatisfiedDependency(dependency, record.ToString(), platform));
        }
    }

    private async ValueTask<bool> SatisfyAsync(string dependency, UpstreamRecord by, CancellationToken cancellation)
    {
        var name = PackageName.Lenient(MatchSpec.NameOf(dependency));
        // Virtual packages are the machine's (CEP 30).
        if (name.IsVirtual)
            return true;
        if (!MatchSpec.TryParse(dependency, null, out var spec))
            return false;
        var candidates = await CandidatesAsync(name.ToString(), cancellation);
        if (candidates.Holds(spec))
            return true;
        var newest = candidates.HoldNewest(spec);
        _added.AddRange(newest.Select(record => (record, $"{by} needs '{dependency}'")));
        return newest.Count > 0;
    }

    private async ValueTask<NameCandidates> CandidatesAsync(string name, CancellationToken cancellation)
    {
        if (_byName.TryGetValue(name, out var known))
            return known;
        var records = new List<UpstreamRecord>();
        var held = new HashSet<UpstreamRecord>();
        foreach (var subdir in subdirs)
        {
            records.AddRange((await subdir.RecordsOfAsync(name, cancellation)).Where(isAdmitted));
            held.UnionWith(chosen.Of(subdir.Subdir, name).Select(artifact => artifact.Record));
        }
        return _byName[name] = new NameCandidates(records, held.Contains);
    }
}
