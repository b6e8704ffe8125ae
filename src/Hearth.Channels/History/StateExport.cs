using Hearth.Channels.Blobs;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Selections;
using Hearth.Channels.Views;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.History;

/// <summary>
/// Writes a state of a channel as files that any web server can serve: what its dated address answers, label by label. Artifacts come first and
/// indexes last, so an export that is looked at too early lacks packages nowhere.
/// </summary>
/// <param name="store">Where the channel is.</param>
/// <param name="past">Makes its files.</param>
/// <param name="channel">The channel.</param>
/// <param name="revision">A settled revision.</param>
public sealed class StateExport(ChannelStore store, PastFiles past, ManagedChannel channel, long revision)
{
    // Stores far away take their time for each file.
    private const int ParallelReads = 8;

    private readonly Func<ExportedFile, CancellationToken, Task<Stream?>> _openArtifact = (file, stop) => OpenAsync(store, BlobSpace.Artifacts, file, stop);
    private readonly Func<ExportedFile, CancellationToken, Task<Stream?>> _openShard = (file, stop) => OpenAsync(store, BlobSpace.ShardsOf(channel.Id), file, stop);

    /// <summary>The state.</summary>
    public long Revision => revision;

    /// <summary>Exports.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="withArtifacts">Whether the packages come along.</param>
    /// <param name="progress">Is told of each file: how many are there, of how many.</param>
    /// <param name="cancellation">Stops; the next run goes on where this stopped.</param>
    public async Task<ExportReport> RunAsync(IExportTarget target, bool withArtifacts, IProgress<(int Done, int Total)>? progress, CancellationToken cancellation)
    {
        var stages = await StagesAsync(withArtifacts, only: null, cancellation);
        var total = stages.Sum(stage => stage.Count);
        var (done, written, bytes) = (0, 0, 0L);
        foreach (var stage in stages)
        {
            await Parallel.ForEachAsync(stage, new ParallelOptions { MaxDegreeOfParallelism = target.ParallelFiles, CancellationToken = cancellation }, async (file, stop) =>
            {
                if (await WriteAsync(target, file, stop))
                {
                    Interlocked.Increment(ref written);
                    Interlocked.Add(ref bytes, file.Size ?? 0);
                }
                progress?.Report((Interlocked.Increment(ref done), total));
            });
        }
        await target.CompleteAsync(cancellation);
        return new ExportReport(revision, total, written, bytes);
    }

    private static async Task<bool> WriteAsync(IExportTarget target, ExportedFile file, CancellationToken cancellation)
    {
        if (await target.HasAsync(file, cancellation))
            return false;
        await using var content = await file.OpenAsync(cancellation) ?? throw HistoryDiagnostics.SnapshotDiffers.Refuse(file.Path, "its bytes are missing");
        await target.WriteAsync(file, content, cancellation);
        return true;
    }

    /// <summary>Compares all that the state needs with what it was: shards by digest, artifacts by size, files with what was served.</summary>
    /// <returns>Every difference; empty if all is right.</returns>
    public async Task<IReadOnlyList<Diagnostic>> VerifyAsync(IProgress<(int Done, int Total)>? progress, CancellationToken cancellation)
    {
        var files = (await StagesAsync(withArtifacts: true, only: null, cancellation)).SelectMany(stage => stage).ToList();
        var problems = new string?[files.Count];
        var done = 0;
        await Parallel.ForAsync(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellation }, async (i, stop) =>
        {
            problems[i] = await ProblemAsync(files[i], stop);
            progress?.Report((Interlocked.Increment(ref done), files.Count));
        });
        return [.. files.Zip(problems).Where(file => file.Second is not null).Select(file => HistoryDiagnostics.SnapshotDiffers.In($"{channel.Name}/snapshot/r{revision}/{file.First.Path}", file.Second!))];
    }

    private static async Task<string?> ProblemAsync(ExportedFile file, CancellationToken cancellation)
    {
        try
        {
            await using var content = await file.OpenAsync(cancellation);
            if (content is null)
                return "its bytes are missing";
            if (file.Digest is not { } expected)
                return null;
            var digest = new Sha256(await System.Security.Cryptography.SHA256.HashDataAsync(content, cancellation));
            return digest == expected ? null : $"it has the SHA-256 {digest}, {expected} was served";
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return e.Message;
        }
    }

    /// <summary>The files of the state, in the order in which they shall appear: artifacts, then shards, then what lists them.</summary>
    /// <param name="withArtifacts">Whether the first of the three holds anything.</param>
    /// <param name="only">One label, whose files are named as if it were the channel; null for all, each in its folder.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<IReadOnlyList<ExportedFile>>> StagesAsync(bool withArtifacts, Label? only, CancellationToken cancellation)
    {
        List<string> labels = only is { } one ? [one.ToString()] : await store.Database.ReadAsync(
            session => session.QueryAsync($"SELECT DISTINCT label FROM view WHERE channel = {channel.Id} ORDER BY label", row => row.Text(0), cancellation), cancellation);
        var (artifacts, shards, documents) = (new List<ExportedFile>(), new List<ExportedFile>(), new List<ExportedFile>());
        foreach (var label in labels)
        {
            var folder = only is not null ? "" : ViewName.FolderOf(label);
            var views = await store.Database.ReadAsync(session => Publication.OfLabelAsync(session, channel.Id, label, revision, cancellation), cancellation);
            foreach (var shown in views)
            {
                if (withArtifacts)
                    artifacts.AddRange(await ArtifactsAsync(folder, shown, cancellation));
                foreach (var digest in (await new PastShards(store, channel.Id, shown).ReadAsync(cancellation)).Values)
                    shards.Add(new ExportedFile($"{folder}{shown.Subdir}/shards/{digest}.msgpack.zst", null, digest, IsSameInAllStates: true, _openShard));
                foreach (var file in DocumentsOf(shown.Subdir))
                    await AddAsync(documents, label, folder, file, file.EndsWith(ShardIndexView.FileName, StringComparison.Ordinal) ? shown.Digest : null, cancellation);
            }
            foreach (var file in views.Count > 0 ? PastDocuments.OfChannel : [])
                await AddAsync(documents, label, folder, file, null, cancellation);
        }
        return [artifacts, [.. shards.DistinctBy(shard => shard.Path)], documents];
    }

    private static IEnumerable<string> DocumentsOf(string subdir) =>
    [
        .. PastDocuments.OfSubdir.SelectMany(document => new[] { document, document + CompressedTwin.Zst, document + CompressedTwin.Bz2 }).Select(file => $"{subdir}/{file}"),
        .. ShardIndexView.Windows.Select(window => $"{subdir}/{window.File}"),
        $"{subdir}/{ShardIndexView.FileName}",
    ];

    private async Task AddAsync(List<ExportedFile> files, string label, string folder, string path, Sha256? digest, CancellationToken cancellation)
    {
        if (await past.FindAsync(channel, Label.Parse(label), path, revision, cancellation) is not { } file)
            return;
        files.Add(new ExportedFile(
            folder + path, file.Length, digest ?? file.Digest, IsSameInAllStates: false, async (_, stop) => file.Content is { } content ? new MemoryStream(content.ToArray(), writable: false) : await file.OpenAsync(0, stop))
        {
            Tag = file.Tag,
        });
    }

    private Task<List<ExportedFile>> ArtifactsAsync(string folder, Publication shown, CancellationToken cancellation) => store.Database.ReadAsync(
        session =>
        {
            var listed = PastNames.Artifacts(session, channel.Id, shown);
            var files = new List<ExportedFile>(listed.Count);
            session.Visit($"SELECT id, file, sha256, size, record, at FROM artifact WHERE channel = {channel.Id} AND subdir = {shown.Subdir} AND blocked = 0 ORDER BY file", row =>
            {
                if (!listed.Contains(row.Integer(0)))
                    return;
                files.Add(new ExportedFile($"{folder}{shown.Subdir}/{row.Text(1)}", row.Integer(3), row.Digest(2), IsSameInAllStates: true, _openArtifact)
                {
                    Md5 = Md5Of(row.Bytes(4)),
                    At = row.Instant(5),
                });
            });
            return Task.FromResult(files);
        },
        cancellation);

    private static Md5? Md5Of(byte[] record) => Md5.TryParse(PackageRecord.FromCanonical(record).Text(RecordField.Md5), null, out var md5) ? md5 : null;

    private static async Task<Stream?> OpenAsync(ChannelStore store, BlobSpace space, ExportedFile file, CancellationToken cancellation) =>
        (await store.Blobs.OpenAsync(space, file.Digest!.Value, 0, cancellation))?.Content;
}
