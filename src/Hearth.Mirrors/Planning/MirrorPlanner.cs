using Hearth.Conda.Names;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Planning;

/// <summary>Works out what a mirror would hold, from the channel's metadata alone.</summary>
public sealed class MirrorPlanner(UpstreamChannel channel, MirrorSelection selection, TimeProvider clock)
{
    private readonly SortedDictionary<string, IUpstreamSubdir> _subdirs = new(StringComparer.Ordinal);
    private readonly Dictionary<UpstreamRecord, string> _chosen = [];

    /// <summary>Makes the plan.</summary>
    /// <param name="progress">Is told of each subdir that is being read.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The channel cannot be read.</exception>
    public async Task<MirrorPlan> PlanAsync(IProgress<string>? progress, CancellationToken cancellation)
    {
        await OpenAsync(progress, cancellation);
        foreach (var subdir in _subdirs.Values)
            await ChooseAsync(subdir, NamesOf(subdir), cancellation);
        IReadOnlyList<UnsatisfiedDependency> unsatisfied = [];
        if (selection.WithDependencies)
        {
            progress?.Report("following dependencies");
            unsatisfied = await new DependencyClosure(_subdirs, _chosen, IsAdmitted).FollowAsync(cancellation);
        }
        return Plan(unsatisfied);
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
        var artifacts = new List<PlannedArtifact>(_chosen.Count);
        foreach (var (record, reason) in _chosen)
            artifacts.Add(new PlannedArtifact(record, _subdirs[record.Subdir].Packages, reason));
        artifacts.Sort(static (one, other) => ByPath(one.Record, other.Record));
        var restricted = selection.RestrictedNames.ToHashSet(StringComparer.Ordinal);
        return new MirrorPlan(channel.Name, [.. _subdirs.Values], artifacts, unsatisfied, artifacts.FindAll(artifact => restricted.Contains(artifact.Record.Name)));
    }

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
        var ofName = new List<(UpstreamRecord Record, string Reason)>();
        foreach (var name in names)
        {
            ofName.Clear();
            foreach (var record in await subdir.RecordsOfAsync(name, cancellation))
            {
                if (selection.WhyOf(record) is { } reason && IsAdmitted(record))
                    ofName.Add((record, reason));
            }
            foreach (var (record, reason) in Newest(ofName))
                _chosen.TryAdd(record, reason);
        }
    }

    private List<(UpstreamRecord Record, string Reason)> Newest(List<(UpstreamRecord Record, string Reason)> records)
    {
        if (selection.NewestVersions is not { } most)
            return records;
        var kept = records.Select(pair => pair.Record.Candidate.Version).Distinct().OrderDescending().Take(most).ToHashSet();
        return records.FindAll(pair => kept.Contains(pair.Record.Candidate.Version));
    }

    // The records of a subdir share the text of its name.
    private static int ByPath(UpstreamRecord one, UpstreamRecord other) =>
        ReferenceEquals(one.Subdir, other.Subdir) || string.CompareOrdinal(one.Subdir, other.Subdir) is 0 ? string.CompareOrdinal(one.File, other.File) : string.CompareOrdinal(one.Subdir, other.Subdir);

    private bool IsAdmitted(UpstreamRecord record) =>
        !(selection.MinimumAge is { } age && record.At > clock.GetUtcNow() - age)
        && (selection.Exclude.Count == 0 || !selection.Exclude.Any(spec => spec.Matches(record.Candidate)));
}
