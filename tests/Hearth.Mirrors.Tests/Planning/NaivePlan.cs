using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Conda.Versions;

namespace Hearth.Mirrors.Tests.Planning;

/// <summary>What a plan shall be, worked out by looking at every record for every dependency of every record.</summary>
internal sealed class NaivePlan
{
    private readonly IReadOnlyCollection<MadeRecord> _channel;
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly HashSet<(string Dependency, string NeededBy, string Subdir)> _unsatisfied = [];

    private NaivePlan(IReadOnlyCollection<MadeRecord> admitted) => _channel = admitted;

    public IEnumerable<string> Paths => _paths.Order(StringComparer.Ordinal);

    public IEnumerable<(string Dependency, string NeededBy, string Subdir)> Unsatisfied => _unsatisfied.Order();

    public static NaivePlan Of(IReadOnlyCollection<MadeRecord> channel, MatchSpec? include, MatchSpec? exclude, int? newest, int? minimumAgeDays, bool withDependencies)
    {
        var admitted = channel.Where(record => !(record.AgeDays < minimumAgeDays) && exclude?.Matches(Candidate(record)) != true).ToList();
        var plan = new NaivePlan(admitted);
        var chosen = admitted.Where(record => include?.Matches(Candidate(record)) != false).ToList();
        if (newest is { } most)
            chosen = chosen.FindAll(record => chosen.Where(other => other.Subdir == record.Subdir && other.Name == record.Name && Version(other) > Version(record)).Select(Version).Distinct().Count() < most);
        plan._paths.UnionWith(chosen.Select(record => record.Path));
        if (withDependencies)
        {
            // The channel has all three subdirs.
            foreach (var platform in (string[])["linux-64", "osx-64"])
                plan.Close(platform, chosen);
        }
        return plan;
    }

    private void Close(string platform, List<MadeRecord> chosen)
    {
        // Of two that need the same, the one that comes first in this order is named.
        var installable = _channel.Where(record => record.Subdir == platform || record.Subdir == "noarch")
            .OrderBy(record => record.Subdir == "noarch").ThenBy(record => record.Name, StringComparer.Ordinal).ThenBy(record => record.File, StringComparer.Ordinal).ToList();
        var held = installable.FindAll(chosen.Contains);
        var told = new HashSet<string>(StringComparer.Ordinal);
        for (var next = 0; next < held.Count; next++)
        {
            foreach (var dependency in held[next].Depends.Where(dependency => !dependency.StartsWith("__", StringComparison.Ordinal)))
            {
                var spec = MatchSpec.Parse(dependency);
                if (held.Exists(record => spec.Matches(Candidate(record))))
                    continue;
                var satisfying = installable.FindAll(record => spec.Matches(Candidate(record)));
                if (satisfying.Count == 0 && told.Add(dependency))
                    _unsatisfied.Add((dependency, held[next].Path, platform));
                foreach (var record in satisfying.Where(record => Version(record) == satisfying.Max(Version)).GroupBy(record => record.VersionText).SelectMany(spelling => spelling))
                {
                    held.Add(record);
                    _paths.Add(record.Path);
                }
            }
        }
    }

    private static CondaVersion Version(MadeRecord record) => CondaVersion.Parse(record.VersionText);

    private static MatchCandidate Candidate(MadeRecord record) => new()
    {
        Name = PackageName.Parse(record.Name),
        Version = Version(record),
        Build = $"b{record.Build}",
        BuildNumber = record.Build,
        Subdir = Subdir.Parse(record.Subdir),
        FileName = record.File,
        License = "MIT",
    };
}
