using Hearth.Conda.Names;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Planning;

/// <summary>Works out what a mirror would hold, from the channel's metadata alone.</summary>
public sealed class MirrorPlanner(UpstreamChannel channel, MirrorSelection selection, TimeProvider clock)
{
    private readonly SortedDictionary<string, IUpstreamSubdir> _subdirs = new(StringComparer.Ordinal);
    private readonly ChosenArtifacts _chosen = new();
    private readonly DateTimeOffset? _youngest = selection.MinimumAge is { } age ? clock.GetUtcNow() - age : null;

    /// <summary>Makes the plan.</summary>
    /// <param name="progress">Is told of each subdir that is being read.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The channel cannot be read.</exception>
    public async Task<MirrorPlan> PlanAsync(IProgress<string>? progress, CancellationToken cancellation)
    {
        await OpenAsync(progress, cancellation);
        foreach (var subdir in _subdirs.Values)
            await ChooseAsync(subdir, NamesOf(subdir), cancellation);
        if (!selection.WithDependencies)
            return Plan([]);
        progress?.Report("following dependencies");
        return Plan(await FollowAsync(cancellation));
    }

    /// <summary>Makes the part of the plan that is of some names, from their shards alone.</summary>
    /// <param name="names">The names, by subdir; a subdir that is not chosen is passed over.</param>
    /// <param name="atLeast">The change of the channel's log that the shards of a subdir must show.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null if the channel has no such shards of a subdir, or what is chosen of a name depends on more than the name.</returns>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The channel cannot be read.</exception>
    public async Task<MirrorPlan?> PlanOfNamesAsync(IReadOnlyDictionary<string, HashSet<string>> names, IReadOnlyDictionary<string, long> atLeast, CancellationToken cancellation)
    {
        if (!selection.IsByEachName)
            return null;
        foreach (var (subdir, ofSubdir) in names.Where(pair => selection.Subdirs.Count == 0 || pair.Key == Subdir.NoArch.ToString() || selection.Subdirs.Contains(pair.Key)))
        {
            if (await channel.OpenShardsAsync(subdir, atLeast[subdir], cancellation) is not { } opened)
                return null;
            _subdirs[subdir] = opened;
            // All of them are read, for what is chosen no more as well.
            foreach (var name in ofSubdir)
                await opened.RecordsOfAsync(name, cancellation);
            await ChooseAsync(opened, selection.IsByName ? NamesOf(opened).Where(ofSubdir.Contains) : ofSubdir, cancellation);
        }
        return Plan([]);
    }

    private MirrorPlan Plan(IReadOnlyList<UnsatisfiedDependency> unsatisfied)
    {
        var artifacts = _chosen.InOrder();
        var restricted = selection.RestrictedNames.ToHashSet(StringComparer.Ordinal);
        return new MirrorPlan(channel.Name, [.. _subdirs.Values], artifacts, unsatisfied, artifacts.FindAll(artifact => restricted.Contains(artifact.Record.Name)));
    }

    // Platform by platform: what one needs says nothing of what another does.
    private async Task<List<UnsatisfiedDependency>> FollowAsync(CancellationToken cancellation)
    {
        var closures = Platforms.Select(platform => new DependencyClosure(platform, SubdirsOf(platform), _chosen, IsAdmitted)).ToList();
        foreach (var closure in closures)
            await closure.FollowAsync(cancellation);
        foreach (var (record, reason) in closures.SelectMany(closure => closure.Added).DistinctBy(added => added.Record))
            _chosen.Add(new PlannedArtifact(record, _subdirs[record.Subdir].Packages, reason));
        return [.. closures.SelectMany(closure => closure.Unsatisfied)];
    }

    private IEnumerable<string> Platforms => _subdirs.Count == 1 ? _subdirs.Keys : _subdirs.Keys.Where(subdir => subdir != Subdir.NoArch.ToString());

    private List<IUpstreamSubdir> SubdirsOf(string platform) =>
        [.. new[] { platform, Subdir.NoArch.ToString() }.Distinct(StringComparer.Ordinal).Where(_subdirs.ContainsKey).Select(subdir => _subdirs[subdir])];

    private IEnumerable<string> NamesOf(IUpstreamSubdir subdir) => selection.IsByName
        ? selection.Include.Select(spec => spec.ExactName!.Value.ToString()).Distinct(StringComparer.Ordinal)
        : subdir.Names;

    private async Task OpenAsync(IProgress<string>? progress, CancellationToken cancellation)
    {
        IEnumerable<string> wanted = selection.Subdirs.Count > 0 ? selection.Subdirs.Append(Subdir.NoArch.ToString()) : await channel.SubdirsAsync(cancellation);
        foreach (var subdir in wanted.Distinct(StringComparer.Ordinal))
        {
            progress?.Report($"reading {subdir}");
            if (await channel.OpenAsync(subdir, selection.IsByName, cancellation) is { } opened)
                _subdirs[subdir] = opened;
        }
        if (_subdirs.Count == 0)
            throw MirrorDiagnostics.NothingThere.Refuse(channel.Name, "no subdir has an index", "the URL ends where /noarch/repodata.json begins");
    }

    private async Task ChooseAsync(IUpstreamSubdir subdir, IEnumerable<string> names, CancellationToken cancellation)
    {
        foreach (var name in names)
        {
            cancellation.ThrowIfCancellationRequested();
            var ofName = new List<PlannedArtifact>();
            foreach (var record in await subdir.RecordsOfAsync(name, cancellation))
            {
                if (selection.WhyOf(record) is { } reason && IsAdmitted(record))
                    ofName.Add(new PlannedArtifact(record, subdir.Packages, reason));
            }
            _chosen.Add(subdir.Subdir, name, Newest(ofName));
        }
    }

    private List<PlannedArtifact> Newest(List<PlannedArtifact> artifacts)
    {
        if (selection.NewestVersions is not { } most)
            return artifacts;
        var kept = artifacts.Select(artifact => artifact.Record.Candidate.Version).Distinct().OrderDescending().Take(most).ToHashSet();
        return artifacts.FindAll(artifact => kept.Contains(artifact.Record.Candidate.Version));
    }

    private bool IsAdmitted(UpstreamRecord record) =>
        !(record.At > _youngest)
        && (selection.Exclude.Count == 0 || !selection.Exclude.Any(spec => spec.Matches(record.Candidate)));
}
