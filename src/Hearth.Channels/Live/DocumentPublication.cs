using System.Security.Cryptography;
using System.Text;
using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.History;
using Hearth.Channels.Log;
using Hearth.Channels.Views;
using Hearth.Conda.Patches;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Live;

/// <summary>
/// Makes the documents that show all of a label: repodata.json with its twins, run_exports.json, channeldata.json and the rest.
/// All of them are read from one state of the database and shown in one transaction.
/// </summary>
internal sealed class DocumentPublication(ChannelStore store, ManagedChannel channel, Lease lease)
{
    /// <summary>Publishes the documents that are older than the shards.</summary>
    /// <returns>Whether there may be more to do: never, for this takes on all.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var folder = Path.Combine(store.Incoming, "documents-" + Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(folder);
        try
        {
            var labels = await store.Database.ReadAsync(session => WriteAsync(session, folder, cancellation), cancellation);
            await store.Blobs.PutFilesAsync(BlobSpace.ViewsOf(channel.Id), [.. labels.SelectMany(label => label.Documents).Select(document => (document.Digest, document.File)).Distinct()], cancellation);
            var now = store.Clock.GetUtcNow();
            await store.Database.WriteAsync(
                async session =>
                {
                    await lease.CheckAsync(session, cancellation);
                    foreach (var label in labels)
                        await ShowAsync(session, label, now, cancellation);
                    await store.Catalog.SignalAsync(session, channel.Id, cancellation);
                },
                cancellation);
            return false;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<List<LabelDocuments>> WriteAsync(SqlSession session, string folder, CancellationToken cancellation)
    {
        var settings = (await session.FirstAsync($"SELECT settings FROM channel WHERE id = {channel.Id}", row => ChannelCatalog.ReadSettings(row.Text(0)), cancellation))!;
        var revision = await session.NumberAsync($"SELECT revision FROM channel WHERE id = {channel.Id}", cancellation);
        // Documents that show a state wholly are remembered with it: what is made again of the past is held to them.
        var state = await Settled.NewestAsync(session, channel.Id, cancellation) == revision ? await Settled.StateAsync(session, channel.Id, revision, cancellation) : (long?)null;
        var stale = await session.QueryAsync(
            $"SELECT label, subdir FROM view WHERE channel = {channel.Id} AND documents < revision ORDER BY label, subdir", row => (Label: row.Text(0), Subdir: row.Text(1)), cancellation);
        var labels = new List<LabelDocuments>();
        foreach (var group in stale.GroupBy(row => row.Label, StringComparer.Ordinal))
        {
            await using var documents = new Documents(Path.Combine(folder, labels.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            foreach (var (label, subdir) in group)
                await WriteSubdirAsync(session, documents, label, subdir, settings, cancellation);
            await WriteChannelAsync(session, documents, group.Key, cancellation);
            labels.Add(new LabelDocuments(group.Key, revision, state, [.. group.Select(row => row.Subdir)], await documents.AllAsync()));
        }
        return labels;
    }

    private async Task WriteSubdirAsync(SqlSession session, Documents documents, string label, string subdir, ChannelSettings settings, CancellationToken cancellation)
    {
        var records = new ManagedSubdir(session, channel.Id, label, subdir, cancellation);
        var info = new RepodataInfo { Subdir = subdir, Relations = settings.Relations, Revision3 = RepodataView.SummarizeRevision3(records) };
        var patches = await session.FirstAsync($"SELECT instructions FROM patched WHERE channel = {channel.Id} AND subdir = {subdir}", row => row.Bytes(0), cancellation) ?? PatchInstructions.None.Json.ToArray();
        var isPatched = !PatchInstructions.None.Json.Span.SequenceEqual(patches);
        var (repodata, runExports) = documents.WriteLarge(subdir, records, info, await SizeOfRepodataAsync(session, records, label, info, cancellation), isPatched);
        documents.Compress(runExports, CompressedTwin.Zst);
        if (settings.Bzip2)
            documents.Compress(repodata, CompressedTwin.Bz2);
        if (settings.Jlap)
            await WriteJlapAsync(session, documents, label, subdir, repodata, cancellation);
        var current = documents.Write($"{subdir}/current_repodata.json", output => CurrentRepodataView.Write(records, records.Summaries().Select(name => (name.Key, name.Value.Newest)), settings.CurrentPins, info, output));
        documents.Compress(current, CompressedTwin.Zst);
        documents.Write($"{subdir}/patch_instructions.json", output => output.Write(patches));
    }

    // It is known before it is written, unless names have changed since their shards were made.
    private async Task<long?> SizeOfRepodataAsync(SqlSession session, ManagedSubdir records, string label, RepodataInfo info, CancellationToken cancellation)
    {
        if (await session.NumberAsync($"SELECT count(*) FROM dirty WHERE channel = {channel.Id} AND label = {label} AND subdir = {records.Subdir}", cancellation) > 0)
            return null;
        var shown = await Publication.FindAsync(session, channel.Id, label, records.Subdir, long.MaxValue, cancellation);
        return shown?.Listed?.DocumentSize(info, records.Removed);
    }

    // The chain goes on from the documents that are shown, until these take their place in the same transaction as it.
    private async Task WriteJlapAsync(SqlSession session, Documents documents, string label, string subdir, Written repodata, CancellationToken cancellation)
    {
        await using var previous = await OpenShownAsync(session, label, $"{subdir}/{JlapView.FileName}", cancellation);
        await using var before = await OpenShownAsync(session, label, repodata.Path, cancellation);
        await using var again = await OpenShownAsync(session, label, repodata.Path, cancellation);
        var openings = new Queue<OpenedBlob?>([before, again]);
        documents.Write(
            $"{subdir}/{JlapView.FileName}",
            output => output.Write(JlapView.Make(previous?.Content, () => openings.Dequeue()?.Content, () => File.OpenRead(repodata.File))));
    }

    private async Task<OpenedBlob?> OpenShownAsync(SqlSession session, string label, string path, CancellationToken cancellation)
    {
        var digest = await session.FirstAsync(
            $"SELECT digest FROM view_file WHERE channel = {channel.Id} AND label = {label} AND path = {path} AND gone = 0", row => row.DigestOrNull(0), cancellation);
        return digest is { } shown ? await store.Blobs.OpenAsync(BlobSpace.ViewsOf(channel.Id), shown, 0, cancellation) : null;
    }

    private async Task WriteChannelAsync(SqlSession session, Documents documents, string label, CancellationToken cancellation)
    {
        var subdirs = await session.QueryAsync($"SELECT subdir FROM view WHERE channel = {channel.Id} AND label = {label} ORDER BY subdir", row => row.Text(0), cancellation);
        var names = ChannelDataView.Merge(
            subdirs.Select(subdir => new ManagedSubdir(session, channel.Id, label, subdir, cancellation).Summaries().Select(name => (name.Key, name.Value.ChannelData))));
        documents.Write("channeldata.json", output => ChannelDataView.Write(subdirs, names, output));
        documents.Write("rss.xml", output => output.Write(RssView.Make(channel.Name.ToString(), names)));
        var notices = await session.FirstAsync($"SELECT notices FROM channel WHERE id = {channel.Id}", row => row.TextOrNull(0), cancellation);
        if (notices is not null)
            documents.Write("notices.json", output => output.Write(Encoding.UTF8.GetBytes(notices)));
    }

    private async Task ShowAsync(SqlSession session, LabelDocuments label, DateTimeOffset now, CancellationToken cancellation)
    {
        await ViewFiles.ReplaceAsync(
            session, channel.Id, label.Label, label.Documents.Select(document => (document.Path, document.Digest, document.Size)), label.Revision, now, cancellation);
        var made = label.Documents.Select(document => document.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var subdir in label.Subdirs)
            await ViewFiles.RemoveOthersAsync(session, channel.Id, label.Label, subdir, made, now, cancellation);
        if (label.State is { } state)
        {
            // The past is served whole; how to get from one day of it to the next, nobody asks.
            foreach (var document in label.Documents.Where(document => !document.Path.EndsWith(JlapView.FileName, StringComparison.Ordinal)))
            {
                await session.ExecuteAsync(
                    $"""
                    INSERT INTO past_document(channel, label, path, revision, digest, size, level)
                    VALUES ({channel.Id}, {label.Label}, {document.Path}, {state}, {document.Digest}, {document.Size}, {(long)CompressedTwin.Level})
                    ON CONFLICT (channel, label, path, revision) DO UPDATE SET digest = excluded.digest, size = excluded.size, level = excluded.level
                    """,
                    cancellation);
            }
        }
        foreach (var subdir in label.Subdirs)
            await session.ExecuteAsync($"UPDATE view SET documents = {label.Revision} WHERE channel = {channel.Id} AND label = {label.Label} AND subdir = {subdir}", cancellation);
    }

    private sealed record LabelDocuments(string Label, long Revision, long? State, IReadOnlyList<string> Subdirs, IReadOnlyList<Document> Documents);

    private sealed record Document(string Path, string File, Sha256 Digest, long Size);

    private sealed record Written(string Path, string File, long Size);

    // While the records of the next document are read, those that are written are hashed and compressed.
    private sealed class Documents(string folder) : IAsyncDisposable
    {
        private readonly List<Task<Document>> _all = [];

        public async Task<IReadOnlyList<Document>> AllAsync() => await Task.WhenAll(_all);

        // Whoever gives up deletes the folder, so that nothing may be at work in it any more.
        public async ValueTask DisposeAsync() => await ((Task)Task.WhenAll(_all)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        public Written Write(string path, Action<Stream> write)
        {
            using (var output = Create(path))
                write(output);
            return Add(path);
        }

        public (Written Repodata, Written RunExports) WriteLarge(string subdir, ManagedSubdir records, RepodataInfo info, long? size, bool isPatched)
        {
            var (shown, unpatched, runExports) = ($"{subdir}/repodata.json", $"{subdir}/repodata_from_packages.json", $"{subdir}/run_exports.json");
            bool hasTwin;
            using (var ofShown = new DocumentWithTwin(Create(shown), size is null ? null : Create(shown + CompressedTwin.Zst), size ?? 0))
            using (var ofUnpatched = isPatched ? Create(unpatched) : null)
            using (var ofRunExports = Create(runExports))
            {
                RepodataView.WriteWithRunExports(records, info, ofShown, ofUnpatched, ofRunExports);
                hasTwin = ofShown.TryEndTwin();
            }
            var repodata = Add(shown);
            // Without patches both documents are one.
            if (isPatched)
                Add(unpatched);
            else
                AddSame(unpatched, _all[^1]);
            if (hasTwin)
                Add(shown + CompressedTwin.Zst);
            else
                Compress(repodata, CompressedTwin.Zst);
            return (repodata, Add(runExports));
        }

        public void Compress(Written document, string extension) => _all.Add(Task.Run(() =>
        {
            var path = document.Path + extension;
            using (var input = File.OpenRead(document.File))
            using (var output = Create(path))
            using (var compressed = CompressedTwin.OpenWrite(output, extension, document.Size))
                input.CopyTo(compressed, 1 << 17);
            return Hash(path);
        }));

        private FileStream Create(string path)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FileOf(path))!);
            return new FileStream(FileOf(path), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 15);
        }

        private Written Add(string path)
        {
            _all.Add(Task.Run(() => Hash(path)));
            return new Written(path, FileOf(path), new FileInfo(FileOf(path)).Length);
        }

        private void AddSame(string path, Task<Document> document)
        {
            _all.Add(NameAsync());

            async Task<Document> NameAsync() => await document with { Path = path };
        }

        private Document Hash(string path)
        {
            using var content = File.OpenRead(FileOf(path));
            return new Document(path, FileOf(path), new Sha256(SHA256.HashData(content)), content.Length);
        }

        private string FileOf(string path) => Path.Combine(folder, path);
    }
}
