using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Selections;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.History;

/// <summary>
/// The files of channels as they were. Indexes are made again in memory, documents in files that readers follow while they grow; both are
/// kept for a while, since who asks once asks again. Many who ask for one file cause one making.
/// </summary>
public sealed class PastFiles(ChannelStore store) : IAsyncDisposable
{
    private const long MostBytesOfIndexes = 64L << 20;
    private const long MostBytesOfDocuments = 2L << 30;

    // Documents of a large channel cost seconds of a core.
    private const int MostMakings = 2;

    private readonly ConcurrentDictionary<Key, Lazy<Task<byte[]?>>> _indexes = new();
    private readonly ConcurrentDictionary<Key, Lazy<Making>> _documents = new();
    private readonly ConcurrentDictionary<Key, bool> _unmakeable = new();
    private readonly SemaphoreSlim _turns = new(MostMakings);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Finds a file of a label.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="label">The label.</param>
    /// <param name="path">Relative to the label, such as <c>linux-64/repodata.json.zst</c>.</param>
    /// <param name="revision">A settled revision.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null if the label had no such file.</returns>
    public async Task<PastFile?> FindAsync(ManagedChannel channel, Label label, string path, long revision, CancellationToken cancellation)
    {
        var slash = path.IndexOf('/');
        var (subdir, file) = slash < 0 ? ("", path) : (path[..slash], path[(slash + 1)..]);
        var (document, extension) = Split(file);
        if (slash >= 0 && file.EndsWith(".msgpack.zst", StringComparison.Ordinal))
            return await FindIndexAsync(channel, label.ToString(), subdir, file, revision, cancellation);
        if (!(slash < 0 ? PastDocuments.OfChannel : PastDocuments.OfSubdir).Contains(document))
            return null;
        var wanted = await store.Database.ReadAsync(session => LookUpAsync(session, channel, label.ToString(), subdir, document, extension, revision, cancellation), cancellation);
        if (wanted is null || _unmakeable.ContainsKey(wanted.Key))
            return null;
        if (wanted.Known is { } known && await store.Blobs.SizeAsync(BlobSpace.ViewsOf(channel.Id), known.Digest, cancellation) == known.Size)
            return new PastFile(known.Digest, known.Size, null, (from, stop) => OpenBlobAsync(channel, wanted, known.Digest, from, stop)) { Digest = known.Digest };
        var isMade = _documents.TryGetValue(wanted.Key, out var making) && making.IsValueCreated && making.Value.File.IsComplete;
        var tag = wanted.Known?.Digest ?? Sha256.Of(Encoding.UTF8.GetBytes(wanted.Key.ToString()));
        return new PastFile(tag, isMade ? making!.Value.File.Length : wanted.Known?.Size, null, (from, _) => Task.FromResult(Make(channel, wanted).File.OpenRead(from))) { Digest = wanted.Known?.Digest };
    }

    /// <summary>The artifact that a file name stood for; null if there was none, if the view of the label did not show it, or if its bytes are not given out any more.</summary>
    public Task<(Sha256 Digest, DateTimeOffset At)?> FindArtifactAsync(long channel, Label label, string subdir, string file, long revision, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            var found = await session.FirstAsync(
                $"SELECT sha256, at, blocked, id, name FROM artifact WHERE channel = {channel} AND subdir = {subdir} AND file = {file} AND added <= {revision} ORDER BY added DESC LIMIT 1",
                row => row.Flag(2) ? null : ((Sha256 Digest, DateTimeOffset At, long Id, string Name)?)(row.Digest(0), row.Instant(1), row.Integer(3), row.Text(4)),
                cancellation);
            if (found is not var (digest, at, id, name) || (ViewName.OfLabel(label) is not null && !await ListsAsync(session, channel, label.ToString(), subdir, name, id, revision, cancellation)))
                return null;
            return ((Sha256 Digest, DateTimeOffset At)?)(digest, at);
        },
        cancellation);

    private static async Task<bool> ListsAsync(SqlSession session, long channel, string label, string subdir, string name, long artifact, long revision, CancellationToken cancellation)
    {
        var body = await session.FirstAsync(
            $"SELECT body FROM past_name WHERE channel = {channel} AND label = {label} AND subdir = {subdir} AND name = {name} AND since <= {revision} ORDER BY since DESC LIMIT 1",
            row => row.Bytes(0),
            cancellation);
        return body is not null && PastName.ReadBody(body).Artifacts.Contains(artifact);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var making in _documents.Values.Where(made => made.IsValueCreated))
        {
            await making.Value.Ended;
            await making.Value.File.DisposeAsync();
        }
        _turns.Dispose();
        _stop.Dispose();
    }

    private async Task<PastFile?> FindIndexAsync(ManagedChannel channel, string label, string subdir, string file, long revision, CancellationToken cancellation)
    {
        if (await store.Database.ReadAsync(session => Publication.FindAsync(session, channel.Id, label, subdir, revision, cancellation), cancellation) is not { } shown)
            return null;
        var key = new Key(channel.Id, label, $"{subdir}/{file}", shown.Revision);
        var making = _indexes.GetOrAdd(key, _ => new Lazy<Task<byte[]?>>(() => Task.Run(() => new PastShards(store, channel.Id, shown).IndexAsync(file, _stop.Token))));
        byte[]? bytes;
        try
        {
            bytes = await making.Value.WaitAsync(cancellation);
        }
        catch
        {
            _indexes.TryRemove(new KeyValuePair<Key, Lazy<Task<byte[]?>>>(key, making));
            throw;
        }
        if (bytes is null)
            return null;
        DropIndexes(key);
        var digest = Sha256.Of(bytes);
        return new PastFile(digest, bytes.Length, bytes, (from, _) => Task.FromResult<Stream>(new MemoryStream(bytes, (int)from, bytes.Length - (int)from, writable: false))) { Digest = digest };
    }

    private static async Task<Wanted?> LookUpAsync(SqlSession session, ManagedChannel channel, string label, string subdir, string document, string extension, long revision, CancellationToken cancellation)
    {
        var shown = subdir.Length > 0 ? await Publication.FindAsync(session, channel.Id, label, subdir, revision, cancellation) : null;
        var since = subdir.Length > 0
            ? shown?.Revision ?? 0
            : (await Publication.OfLabelAsync(session, channel.Id, label, revision, cancellation)).Select(publication => publication.Revision).DefaultIfEmpty(0).Max();
        var isThere = since > 0 && (document, extension) switch
        {
            ("notices.json", "") => await PastSettings.NoticesAsync(session, channel.Id, revision, cancellation) is not null,
            (_, "") => true,
            ("repodata.json", CompressedTwin.Bz2) => (await PastSettings.ReadAsync(session, channel.Id, revision, cancellation)).Bzip2,
            ("repodata.json" or "current_repodata.json" or "run_exports.json", CompressedTwin.Zst) => true,
            _ => false,
        };
        if (!isThere)
            return null;
        var state = Math.Max(since, await Settled.ChannelChangeAsync(session, channel.Id, revision, cancellation));
        var path = subdir.Length > 0 ? $"{subdir}/{document}" : document;
        var newest = await Settled.StateAsync(session, channel.Id, revision, cancellation);
        return new Wanted(
            new Key(channel.Id, label, path + extension, state),
            path,
            extension,
            shown,
            revision,
            await KnownAsync(session, channel.Id, label, path + extension, state, newest, cancellation),
            extension.Length == 0 ? null : await KnownAsync(session, channel.Id, label, path, state, newest, cancellation));
    }

    // A document that was served at any revision that shows the same state.
    private static Task<Served?> KnownAsync(SqlSession session, long channel, string label, string path, long from, long to, CancellationToken cancellation) => session.FirstAsync(
        $"""
        SELECT digest, size, level FROM past_document
        WHERE channel = {channel} AND label = {label} AND path = {path} AND revision >= {from} AND revision <= {to} ORDER BY revision DESC LIMIT 1
        """,
        row => new Served(row.Digest(0), row.Integer(1), (int)row.Integer(2)),
        cancellation);

    private async Task<Stream> OpenBlobAsync(ManagedChannel channel, Wanted wanted, Sha256 digest, long from, CancellationToken cancellation) =>
        (await store.Blobs.OpenAsync(BlobSpace.ViewsOf(channel.Id), digest, from, cancellation))?.Content ?? Make(channel, wanted).File.OpenRead(from);

    private Making Make(ManagedChannel channel, Wanted wanted)
    {
        var made = _documents.GetOrAdd(wanted.Key, _ => new Lazy<Making>(() =>
        {
            var file = new GrowingFile(Path.Combine(store.Incoming, "past-" + Guid.NewGuid().ToString("n")));
            return new Making(file, Task.Run(() => MakeAsync(channel, wanted, file))) { UsedAt = store.Clock.GetTimestamp() };
        })).Value;
        made.UsedAt = store.Clock.GetTimestamp();
        return made;
    }

    private async Task MakeAsync(ManagedChannel channel, Wanted wanted, GrowingFile file)
    {
        try
        {
            if (wanted.Extension.Length == 0)
                await WriteAsync(channel, wanted, file);
            else
                await WriteTwinAsync(channel, wanted, file);
            if (wanted.Known is { } known && file.TakeDigest() != known.Digest)
            {
                // Another version of a compressor makes other bytes; clients have the document itself.
                if (wanted.Extension.Length > 0)
                    _unmakeable[wanted.Key] = true;
                throw new InvalidDataException($"{wanted.Path} at revision {wanted.Revision} came out otherwise than it was served");
            }
            file.Complete();
            DropDocuments(wanted.Key);
        }
        // Whoever reads it is told; the next who asks tries again.
        catch (Exception e)
        {
            _documents.TryRemove(wanted.Key, out _);
            file.Fail(e);
        }
    }

    private async Task WriteAsync(ManagedChannel channel, Wanted wanted, GrowingFile file)
    {
        await _turns.WaitAsync(_stop.Token);
        try
        {
            await new PastDocuments(store, channel, wanted.Key.Label, wanted.Revision).WriteAsync(wanted.Path, wanted.Shown, file, _stop.Token);
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task WriteTwinAsync(ManagedChannel channel, Wanted wanted, GrowingFile file)
    {
        var document = Make(channel, wanted with { Key = wanted.Key with { Path = wanted.Path }, Extension = "", Known = wanted.KnownDocument, KnownDocument = null });
        await using var reader = document.File.OpenRead(0);
        await using var twin = CompressedTwin.OpenWrite(file, wanted.Extension, await SizeOfDocumentAsync(channel, wanted, document), wanted.Known?.Level ?? CompressedTwin.Level);
        await reader.CopyToAsync(twin, 1 << 17, _stop.Token);
    }

    // The frame of a twin begins with the size of its document.
    private async Task<long> SizeOfDocumentAsync(ManagedChannel channel, Wanted wanted, Making document)
    {
        if (wanted.KnownDocument is { } known)
            return known.Size;
        if (wanted.Shown is { } shown && wanted.Path.EndsWith("/repodata.json", StringComparison.Ordinal)
            && await new PastDocuments(store, channel, wanted.Key.Label, wanted.Revision).SizeOfRepodataAsync(shown, _stop.Token) is { } counted)
            return counted;
        await document.Ended;
        return document.File.Length;
    }

    private void DropIndexes(Key newest)
    {
        var held = _indexes.Where(index => index.Value.IsValueCreated && index.Value.Value is { IsCompletedSuccessfully: true, Result: not null }).ToList();
        var bytes = held.Sum(index => (long)index.Value.Value.Result!.Length);
        foreach (var index in held.TakeWhile(_ => bytes > MostBytesOfIndexes).Where(index => index.Key != newest))
        {
            bytes -= index.Value.Value.Result!.Length;
            _indexes.TryRemove(index);
        }
    }

    private void DropDocuments(Key newest)
    {
        var held = _documents.Where(made => made.Value.IsValueCreated && made.Value.Value.File.IsComplete).OrderBy(made => made.Value.Value.UsedAt).ToList();
        var bytes = held.Sum(made => made.Value.Value.File.Length);
        foreach (var made in held.Where(made => made.Key != newest && !made.Value.Value.File.HasReaders))
        {
            if (bytes <= MostBytesOfDocuments)
                return;
            bytes -= made.Value.Value.File.Length;
            if (_documents.TryRemove(made))
                made.Value.Value.File.Dispose();
        }
    }

    private static (string Document, string Extension) Split(string file) =>
        file.EndsWith(CompressedTwin.Zst, StringComparison.Ordinal) ? (file[..^CompressedTwin.Zst.Length], CompressedTwin.Zst)
        : file.EndsWith(CompressedTwin.Bz2, StringComparison.Ordinal) ? (file[..^CompressedTwin.Bz2.Length], CompressedTwin.Bz2)
        : (file, "");

    private readonly record struct Key(long Channel, string Label, string Path, long State)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Channel}/{Label}/{Path}@{State}");
    }

    private sealed record Wanted(
        Key Key, string Path, string Extension, Publication? Shown, long Revision, Served? Known, Served? KnownDocument);

    // A document as it was given out; the level is that of a twin.
    private sealed record Served(Sha256 Digest, long Size, int Level);

    private sealed class Making(GrowingFile file, Task ended)
    {
        public GrowingFile File => file;

        public Task Ended => ended;

        public long UsedAt { get; set; }
    }
}
