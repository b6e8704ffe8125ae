using Hearth.Channels;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Planning;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Syncing;

/// <summary>Lists the artifacts of a plan by what their source says of them; no byte of a package moves.</summary>
internal sealed class RemoteListing(ChannelStore store, UpstreamChannel source, SyncTerms terms)
{
    // One transaction: others who write wait for it.
    private const int Batch = 500;

    private readonly RemoteArtifacts _remote = new(store);
    private readonly List<RemoteArtifact> _waiting = [];
    private readonly List<Diagnostic> _problems = [];
    private int _added;
    private int _done;

    /// <summary>Whether the source says enough of an artifact to prove its bytes when they come.</summary>
    public static bool CanList(UpstreamRecord record) => record is { Sha256: not null, Size: > 0 } && record.Group != RecordGroup.V3Wheel;

    /// <summary>Lists what is not listed yet.</summary>
    /// <param name="channel">The mirror.</param>
    /// <param name="plan">What it shall list.</param>
    /// <param name="held">The digest of what it lists, by <c>subdir/file</c>.</param>
    /// <param name="progress">Is told of each lot.</param>
    /// <param name="cancellation">Stops between two lots.</param>
    public async Task<TakenArtifacts> RunAsync(
        ManagedChannel channel, MirrorPlan plan, IReadOnlyDictionary<string, Sha256> held, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        var wanted = plan.Artifacts.Where(artifact => !held.TryGetValue(artifact.Record.ToString(), out var digest) || digest != artifact.Record.Sha256).ToList();
        foreach (var subdir in plan.Opened)
        {
            var files = wanted.Where(artifact => artifact.Record.Subdir == subdir.Subdir).ToDictionary(artifact => artifact.Record.File, StringComparer.Ordinal);
            if (files.Count > 0)
                await ListAsync(channel, subdir, files, wanted.Count, progress, cancellation);
        }
        await ReferAsync(channel, plan.Artifacts, cancellation);
        return new TakenArtifacts(_added, 0, plan.Artifacts.Count - wanted.Count, _problems);
    }

    private async Task ListAsync(
        ManagedChannel channel, IUpstreamSubdir subdir, Dictionary<string, PlannedArtifact> files, int total, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        var runExports = await source.RunExportsAsync(subdir.Subdir, files.Keys.ToHashSet(StringComparer.Ordinal), cancellation);
        foreach (var document in subdir.OpenDocuments())
        {
            using var reader = new RepodataReader(document);
            while (reader.Read())
            {
                if (reader.Entry != RepodataEntry.Record || !files.TryGetValue(reader.Group.FileOf(reader.Key), out var planned) || planned.Record.Group != reader.Group)
                    continue;
                files.Remove(planned.Record.File);
                if (Take(planned, reader.Value, runExports) is { } artifact)
                    _waiting.Add(artifact);
                if (_waiting.Count >= Batch)
                    await FlushAsync(channel, total, progress, cancellation);
            }
        }
        await FlushAsync(channel, total, progress, cancellation);
    }

    private RemoteArtifact? Take(PlannedArtifact planned, ReadOnlySpan<byte> json, IReadOnlyDictionary<string, byte[]> runExports)
    {
        var listed = planned.Record;
        var record = RemoteArtifact.RecordOf(listed.Subdir, json);
        // As with an upload: a file that is named otherwise than its record would be found under two names.
        var problem = ArtifactFileName.Problem(listed.File)
            ?? (ArtifactFileName.Parse(listed.File) is var name && name.NameText.SequenceEqual(record.Name) && name.VersionText.SequenceEqual(record.Version) && name.BuildText.SequenceEqual(record.Build)
                ? null
                : "its record has another name, version or build than its file name");
        if (problem is not null)
        {
            _problems.Add(MirrorDiagnostics.NotWhatItSays.In(listed.ToString(), problem));
            return null;
        }
        var now = store.Clock.GetUtcNow();
        return new RemoteArtifact(
            listed.File,
            listed.Group,
            record,
            listed.Sha256!.Value,
            runExports.TryGetValue(listed.File, out var exports) ? exports : "{}"u8.ToArray(),
            listed.FirstSeen(now, terms.IsFirst),
            planned.Reference);
    }

    private async Task FlushAsync(ManagedChannel channel, int total, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        if (_waiting.Count == 0)
            return;
        foreach (var outcome in await _remote.ListAsync(channel.Name, _waiting, terms.Actor, cancellation))
        {
            if (outcome is PublishOutcome.Added)
                _added++;
            else if (outcome is PublishOutcome.Conflict conflict)
                _problems.Add(conflict.Problem);
            else if (outcome is PublishOutcome.Refused refused)
                _problems.AddRange(refused.Problems);
        }
        _done += _waiting.Count;
        _waiting.Clear();
        progress?.Report(new SyncProgress("listing", _done, total));
    }

    // A source that moved its packages has moved those that are listed already.
    private async Task ReferAsync(ManagedChannel channel, IReadOnlyList<PlannedArtifact> artifacts, CancellationToken cancellation)
    {
        var known = await _remote.ReferencesAsync(channel.Id, cancellation);
        var moved = artifacts.DistinctBy(artifact => artifact.Record.Sha256).Where(artifact => !known.TryGetValue(artifact.Record.Sha256!.Value, out var reference) || reference != artifact.Reference);
        foreach (var lot in moved.Select(artifact => (artifact.Record.Sha256!.Value, artifact.Reference, artifact.Record.Size)).Chunk(Batch))
            await _remote.ReferAsync(channel.Id, lot, cancellation);
    }
}
