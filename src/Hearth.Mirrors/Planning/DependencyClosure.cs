using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Planning;

/// <summary>
/// Adds to a choice of artifacts what they depend on, so that each dependency is satisfied within the choice: by what was chosen
/// already, else by all builds of the newest version that satisfies it.
/// </summary>
internal sealed class DependencyClosure(IReadOnlyDictionary<string, IUpstreamSubdir> subdirs, Dictionary<UpstreamRecord, string> chosen, Func<UpstreamRecord, bool> isAdmitted)
{
    private readonly Dictionary<(string Platform, string Name), List<UpstreamRecord>> _held = [];
    private readonly Queue<(UpstreamRecord Record, string Platform)> _unexamined = new();
    private readonly HashSet<(string Platform, string Dependency)> _examined = [];
    private readonly HashSet<(string Platform, UpstreamRecord Record)> _queued = [];
    private readonly List<UnsatisfiedDependency> _unsatisfied = [];
    private readonly string[] _platforms = [.. subdirs.Keys.Where(subdir => subdir != NoArch)];

    private static string NoArch { get; } = Subdir.NoArch.ToString();

    /// <summary>Follows dependencies until none is left.</summary>
    /// <returns>Those that nothing satisfies, in the order found.</returns>
    public async Task<IReadOnlyList<UnsatisfiedDependency>> FollowAsync(CancellationToken cancellation)
    {
        foreach (var record in chosen.Keys.OrderBy(record => record.Subdir, StringComparer.Ordinal).ThenBy(record => record.File, StringComparer.Ordinal))
            Hold(record);
        while (_unexamined.TryDequeue(out var next))
        {
            foreach (var dependency in next.Record.Depends)
            {
                cancellation.ThrowIfCancellationRequested();
                if (_examined.Add((next.Platform, dependency)))
                    await SatisfyAsync(next.Platform, dependency, next.Record, cancellation);
            }
        }
        return _unsatisfied;
    }

    // A noarch artifact is installed on every platform, with that platform's artifacts.
    private void Hold(UpstreamRecord record)
    {
        var platforms = record.Subdir == NoArch && _platforms.Length > 0 ? _platforms : [record.Subdir];
        foreach (var platform in platforms)
            Hold(record, platform);
    }

    private void Hold(UpstreamRecord record, string platform)
    {
        if (!_queued.Add((platform, record)))
            return;
        if (!_held.TryGetValue((platform, record.Name), out var held))
            _held[(platform, record.Name)] = held = [];
        held.Add(record);
        _unexamined.Enqueue((record, platform));
    }

    private async Task SatisfyAsync(string platform, string dependency, UpstreamRecord by, CancellationToken cancellation)
    {
        var name = PackageName.Lenient(MatchSpec.NameOf(dependency)).ToString();
        // Virtual packages are the machine's (CEP 30).
        if (name.StartsWith("__", StringComparison.Ordinal))
            return;
        if (!MatchSpec.TryParse(dependency, null, out var spec))
        {
            _unsatisfied.Add(new UnsatisfiedDependency(dependency, by.ToString(), platform));
            return;
        }
        if (_held.TryGetValue((platform, name), out var held) && held.Exists(record => spec.Matches(record.Candidate)))
            return;
        var satisfying = await CandidatesAsync(platform, name, spec, cancellation);
        if (satisfying.Count == 0)
        {
            _unsatisfied.Add(new UnsatisfiedDependency(dependency, by.ToString(), platform));
            return;
        }
        var newest = satisfying.Max(record => record.Candidate.Version);
        foreach (var record in satisfying.Where(record => record.Candidate.Version == newest))
        {
            chosen.TryAdd(record, $"{by} needs '{dependency}'");
            Hold(record, platform);
        }
    }

    private async Task<List<UpstreamRecord>> CandidatesAsync(string platform, string name, MatchSpec spec, CancellationToken cancellation)
    {
        var satisfying = new List<UpstreamRecord>();
        foreach (var subdir in platform == NoArch ? [NoArch] : (string[])[platform, NoArch])
        {
            if (subdirs.TryGetValue(subdir, out var opened))
                satisfying.AddRange((await opened.RecordsOfAsync(name, cancellation)).Where(record => isAdmitted(record) && spec.Matches(record.Candidate)));
        }
        return satisfying;
    }
}
