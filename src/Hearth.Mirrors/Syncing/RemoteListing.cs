using System.Text;
using System.Threading.Channels;
using Hearth.Channels;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Planning;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Syncing;

/// <summary>Lists the artifacts of a plan by what their source says of them; no byte of a package moves.</summary>
internal sealed class RemoteListing(ChannelStore store, UpstreamChannel source, SyncTerms terms)
{
    // What is read at once is forgotten soon, and costs no room: few are made ready before they are written.
    private const int Batch = 1_024;

    private const int BatchesAhead = 1;

    // One transaction: others who write wait for it.
    private const int MovedAtOnce = 32_000;

    private static readonly byte[] NoRunExports = [.. "{}"u8];

    private readonly RemoteArtifacts _remote = new(store);
    private readonly List<(string Subdir, string File)> _listed = [];
    private readonly List<Diagnostic> _problems = [];
    private int _done;

    /// <summary>Whether the source says enough of an artifact to prove its bytes when they come.</summary>
    public static bool CanList(UpstreamRecord record) => record is { Sha256: not null, Size: > 0 } && record.Group != RecordGroup.V3Wheel;

    /// <summary>Lists what is not listed yet.</summary>
    /// <param name="channel">The mirror.</param>
    /// <param name="plan">What it shall list.</param>
    /// <param name="held">The digest of what it lists, by <c>subdir/file</c>.</param>
    /// <param name="progress">Is told of each transaction.</param>
    /// <param name="cancellation">Stops; what was told of stays listed.</param>
    public async Task<TakenArtifacts> RunAsync(
        ManagedChannel channel, MirrorPlan plan, IReadOnlyDictionary<string, Sha256> held, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        var known = new List<PlannedArtifact>();
        var wanted = new Dictionary<string, Dictionary<string, PlannedArtifact>>(StringComparer.Ordinal);
        foreach (var artifact in plan.Artifacts)
        {
            if (held.Count > 0 && held.TryGetValue(artifact.Record.ToString(), out var digest) && digest == artifact.Record.Sha256)
            {
                known.Add(artifact);
                continue;
            }
            if (!wanted.TryGetValue(artifact.Record.Subdir, out var files))
                wanted[artifact.Record.Subdir] = files = new Dictionary<string, PlannedArtifact>(Math.Max(0, plan.Artifacts.Count - held.Count) / plan.Opened.Count, StringComparer.Ordinal);
            files.Add(artifact.Record.File, artifact);
        }
        foreach (var subdir in plan.Opened)
        {
            if (wanted.TryGetValue(subdir.Subdir, out var files))
                await ListAsync(channel, subdir, files, plan.Artifacts.Count - known.Count, progress, cancellation);
        }
        await ReferAsync(channel, known, cancellation);
        return new TakenArtifacts(_listed.Count, 0, known.Count, _problems) { Listed = _listed };
    }

    private async Task ListAsync(
        ManagedChannel channel, IUpstreamSubdir subdir, Dictionary<string, PlannedArtifact> files, int total, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        var runExports = await RunExportsAsync(subdir, files, cancellation);
        var batches = Channel.CreateBounded<IReadOnlyList<RemoteArtifact>>(new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // What is read next is made ready while what was read is written.
        var reading = Task.Run(() => ReadAsync(subdir, files, runExports, batches.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var listed in _remote.ListAsync(channel.Name, batches.Reader.ReadAllAsync(cancellation), terms.Actor, cancellation))
            {
                _listed.AddRange(listed.Added);
                _problems.AddRange(listed.Problems);
                progress?.Report(new SyncProgress("listing", _done += listed.Count, total));
            }
        }
        finally
        {
            await stop.CancelAsync();
            _problems.AddRange(await reading);
        }
    }

    // Those of which the records say nothing: the document is as large as the channel, whatever is new.
    private async Task<IReadOnlyDictionary<string, byte[]>> RunExportsAsync(IUpstreamSubdir subdir, Dictionary<string, PlannedArtifact> files, CancellationToken cancellation) =>
        files.Values.All(artifact => artifact.Record.SaysRunExports)
            ? new Dictionary<string, byte[]>()
            : await source.RunExportsAsync(subdir.Subdir, file => files.TryGetValue(file, out var artifact) && !artifact.Record.SaysRunExports, cancellation);

    private async Task<List<Diagnostic>> ReadAsync(
        IUpstreamSubdir subdir,
        Dictionary<string, PlannedArtifact> files,
        IReadOnlyDictionary<string, byte[]> runExports,
        ChannelWriter<IReadOnlyList<RemoteArtifact>> batches,
        CancellationToken cancellation)
    {
        var problems = new List<Diagnostic>();
        try
        {
            var batch = new List<RemoteArtifact>(Batch);
            foreach (var reader in subdir.ReadRecords([.. files.Values.Select(artifact => artifact.Record.Group).Distinct()]))
            {
                cancellation.ThrowIfCancellationRequested();
                var file = reader.Group.FileOf(reader.Key);
                if (!files.TryGetValue(file, out var planned) || planned.Record.Group != reader.Group)
                    continue;
                files.Remove(file);
                if (Take(planned, reader.Value, runExports, problems) is not { } artifact)
                    continue;
                batch.Add(artifact);
                if (batch.Count == Batch)
                {
                    await batches.WriteAsync(batch, cancellation);
                    batch = new List<RemoteArtifact>(Batch);
                }
                if (files.Count == 0)
                    break;
            }
            if (batch.Count > 0)
                await batches.WriteAsync(batch, cancellation);
            // A document that lists one group twice gives the records of the first alone.
            problems.AddRange(files.Values.Select(planned => MirrorDiagnostics.NotWhatItSays.In(planned.Record.ToString(), "its record is not found again")));
            batches.Complete();
        }
        // Whoever writes is told, and tells the caller.
        catch (Exception e)
        {
            batches.Complete(e);
        }
        return problems;
    }

    private RemoteArtifact? Take(PlannedArtifact planned, ReadOnlySpan<byte> json, IReadOnlyDictionary<string, byte[]> runExports, List<Diagnostic> problems)
    {
        var listed = planned.Record;
        var firstSeen = listed.FirstSeen(store.Clock.GetUtcNow(), terms.IsFirst);
        var record = RemoteArtifact.RecordOf(listed.Subdir, json, firstSeen);
        // As with an upload: a file that is named otherwise than its record would be found under two names.
        var problem = ArtifactFileName.Problem(listed.File) ?? (IsNamedAs(listed.File, record) ? null : "its record has another name, version or build than its file name")
            ?? (Foundation.Hashing.Sha256.TryParse(record.Text(RecordField.Sha256), null, out var digest) && digest == listed.Sha256 ? null : "it is listed more than once, with different digests");
        if (problem is not null)
        {
            problems.Add(MirrorDiagnostics.NotWhatItSays.In(listed.ToString(), problem));
            return null;
        }
        return new RemoteArtifact(
            listed.Subdir,
            listed.File,
            listed.Group,
            record,
            listed.Sha256!.Value,
            listed.SaysRunExports ? UpstreamRecord.RunExportsIn(json) ?? NoRunExports : runExports.GetValueOrDefault(listed.File, NoRunExports),
            firstSeen,
            planned.Elsewhere);
    }

    private static bool IsNamedAs(string file, PackageRecord record) =>
        ArtifactFileName.TryParseLenient(file, out var name)
        && IsText(record.Raw(RecordField.Name), name.NameText) && IsText(record.Raw(RecordField.Version), name.VersionText) && IsText(record.Raw(RecordField.Build), name.BuildText);

    // What may stand in a file name is not escaped in JSON.
    private static bool IsText(ReadOnlySpan<byte> json, ReadOnlySpan<char> text) => json is [(byte)'"', .. var inside, (byte)'"'] && Ascii.Equals(inside, text);

    // A source that moved its packages has moved those that are listed already.
    private async Task ReferAsync(ManagedChannel channel, List<PlannedArtifact> artifacts, CancellationToken cancellation)
    {
        if (artifacts.Count == 0)
            return;
        var known = await _remote.ElsewhereAsync(channel.Id, cancellation);
        var moved = new List<(string Subdir, string File, string? Reference)>();
        foreach (var artifact in artifacts)
        {
            var reference = artifact.Elsewhere;
            if (known.TryGetValue(artifact.Record.ToString(), out var before) ? before is null || before != reference : reference is not null)
                moved.Add((artifact.Record.Subdir, artifact.Record.File, reference));
        }
        foreach (var some in moved.Chunk(MovedAtOnce))
            await _remote.ReferAsync(channel.Id, some, cancellation);
    }
}
