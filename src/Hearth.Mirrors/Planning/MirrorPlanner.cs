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
            await ChooseAsync(subdir, cancellation);
        IReadOnlyList<UnsatisfiedDependency> unsatisfied = [];
        if (selection.WithDependencies)
        {
            progress?.Report("following dependencies");
            unsatisfied = await new DependencyClosure(_subdirs, _chosen, IsAdmitted).FollowAsync(cancellation);
        }
        var artifacts = _chosen
            .Select(chosen => new PlannedArtifact(chosen.Key, ReferenceOf(chosen.Key), chosen.Value))
            .OrderBy(artifact => artifact.Record.Subdir, StringComparer.Ordinal).ThenBy(artifact => artifact.Record.File, StringComparer.Ordinal)
            .ToList();
        var restricted = selection.RestrictedNames.ToHashSet(StringComparer.Ordinal);
        return new MirrorPlan(channel.Name, [.. _subdirs.Values], artifacts, unsatisfied, artifacts.FindAll(artifact => restricted.Contains(artifact.Record.Name)));
    }

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

    private async Task ChooseAsync(IUpstreamSubdir subdir, CancellationToken cancellation)
    {
        var names = selection.IsByName
            ? selection.Include.Select(spec => spec.ExactName!.Value.ToString()).Distinct(StringComparer.Ordinal)
            : subdir.Names;
        foreach (var name in names)
        {
            var records = (await subdir.RecordsOfAsync(name, cancellation)).Where(IsAdmitted).ToList();
            foreach (var (record, reason) in Newest(records.Select(record => (record, Reason: selection.WhyOf(record.Candidate))).Where(pair => pair.Reason is not null)))
                _chosen.TryAdd(record, reason!);
        }
    }

    private IEnumerable<(UpstreamRecord Record, string? Reason)> Newest(IEnumerable<(UpstreamRecord Record, string? Reason)> records)
    {
        if (selection.NewestVersions is not { } most)
            return records;
        var all = records.ToList();
        var kept = all.Select(pair => pair.Record.Candidate.Version).Distinct().OrderDescending().Take(most).ToHashSet();
        return all.Where(pair => kept.Contains(pair.Record.Candidate.Version));
    }

    private bool IsAdmitted(UpstreamRecord record) =>
        !(selection.MinimumAge is { } age && record.At > clock.GetUtcNow() - age) && !selection.Exclude.Any(spec => spec.Matches(record.Candidate));

    private string ReferenceOf(UpstreamRecord record)
    {
        var packages = _subdirs[record.Subdir].Packages;
        return record.Url is { } url ? packages + url : packages + Uri.EscapeDataString(record.File);
    }
}
