using System.Collections.Concurrent;
using Hearth.Channels.Blobs;
using Hearth.Channels.History;
using Hearth.Channels.Log;
using Hearth.Channels.Views;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;

namespace Hearth.Channels.Browse;

/// <summary>
/// Reads what pages about the past of a channel show: what clients were shown then, from the shards of then. Revisions are settled
/// ones (<see cref="ChannelHistory"/>).
/// </summary>
/// <param name="store">Where the channel is.</param>
/// <param name="past">Makes the indexes of then, and keeps them for a while.</param>
public sealed class PastBrowser(ChannelStore store, PastFiles past)
{
    // Who looks at one page of a state looks at more; a listing of a large channel has some megabytes.
    private const int MostListings = 8;

    private readonly ConcurrentDictionary<(long Channel, string Label, long Revision), SortedDictionary<string, List<string>>> _listings = new();

    /// <summary>The channel itself.</summary>
    public Task<PastChannel> ChannelAsync(long channel, long revision, CancellationToken cancellation) => store.Database.ReadAsync(
        async session => new PastChannel(
            await PastSettings.ReadAsync(session, channel, revision, cancellation),
            await session.QueryAsync(
                $"""
                SELECT label FROM (SELECT DISTINCT label FROM view WHERE channel = {channel} AND substr(label, 1, 5) <> 'view/') known
                WHERE EXISTS (SELECT 1 FROM publication WHERE channel = {channel} AND publication.label = known.label AND revision <= {revision}) ORDER BY label
                """,
                row => row.Text(0),
                cancellation)),
        cancellation);

    /// <summary>What each label listed in each subdir; sorted. Those of views are none, and those that listed nothing are left out.</summary>
    public Task<List<BrowsedLabel>> LabelsAsync(long channel, long revision, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            var labels = await session.QueryAsync(
                $"SELECT DISTINCT label FROM view WHERE channel = {channel} AND substr(label, 1, 5) <> 'view/' ORDER BY label", row => row.Text(0), cancellation);
            var listed = new List<BrowsedLabel>();
            foreach (var label in labels)
            {
                foreach (var shown in await Publication.OfLabelAsync(session, channel, label, revision, cancellation))
                {
                    if (PastNames.Artifacts(session, channel, shown).Count is var artifacts and > 0)
                        listed.Add(new BrowsedLabel(label, shown.Subdir, artifacts));
                }
            }
            return listed;
        },
        cancellation);

    /// <summary>The names that a label listed, each with its subdirs; all sorted.</summary>
    public async Task<IReadOnlyDictionary<string, List<string>>> NamesAsync(ManagedChannel channel, Label label, long revision, CancellationToken cancellation)
    {
        var key = (channel.Id, label.ToString(), revision);
        if (_listings.TryGetValue(key, out var held))
            return held;
        var names = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var shown in await store.Database.ReadAsync(session => Publication.OfLabelAsync(session, channel.Id, label.ToString(), revision, cancellation), cancellation))
        {
            if (await past.FindAsync(channel, label, $"{shown.Subdir}/{ShardIndexView.FileName}", revision, cancellation) is not { Content: { } index })
                continue;
            foreach (var name in ShardIndexFormat.Read(Zstd.Decompress(index.Span, ShardIndex.MaxSize)).Shards.Keys)
            {
                if (!names.TryGetValue(name, out var subdirs))
                    names[name] = subdirs = [];
                subdirs.Add(shown.Subdir);
            }
        }
        if (_listings.Count >= MostListings)
            _listings.Clear();
        return _listings[key] = names;
    }

    /// <summary>What the channel said of names that a label listed: newest version, texts.</summary>
    /// <param name="channel">The channel's number.</param>
    /// <param name="label">The label.</param>
    /// <param name="names">Names with their subdirs, as <see cref="NamesAsync"/> has them; few.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<IReadOnlyDictionary<string, ChannelDataOfName>> SummariesAsync(
        long channel, Label label, IEnumerable<KeyValuePair<string, List<string>>> names, long revision, CancellationToken cancellation) => store.Database.ReadAsync<IReadOnlyDictionary<string, ChannelDataOfName>>(
        async session =>
        {
            var summaries = new Dictionary<string, ChannelDataOfName>(StringComparer.Ordinal);
            foreach (var (name, subdirs) in names)
            {
                var summary = summaries[name] = new ChannelDataOfName();
                foreach (var subdir in subdirs)
                {
                    var body = await session.FirstAsync(
                        $"""
                        SELECT body FROM past_name WHERE channel = {channel} AND label = {label.ToString()} AND subdir = {subdir} AND name = {name} AND since <= {revision}
                        ORDER BY since DESC LIMIT 1
                        """,
                        row => row.Bytes(0),
                        cancellation);
                    if (body is not null && PastName.ReadBody(body).ChannelData is { } entry)
                        summary.Add(entry);
                }
            }
            return summaries;
        },
        cancellation);

    /// <summary>The artifacts of a name that clients were shown, under whatever label, by subdir and file; each with its record of then.</summary>
    public async Task<IReadOnlyList<BrowsedArtifact>> ArtifactsOfAsync(long channel, string name, long revision, CancellationToken cancellation)
    {
        var shown = await ShownAsync(channel, name, revision, cancellation);
        var rows = await store.Database.ReadAsync(
            session => session.QueryAsync(
                $"""
                SELECT id, subdir, file, record, shown, run_exports, shown_run_exports, about, sha256, at, actor, hidden, removed, blocked
                FROM artifact WHERE channel = {channel} AND name = {name} AND added <= {revision} ORDER BY subdir, file, added DESC
                """,
                row => ChannelBrowser.ReadRow(row, []),
                cancellation),
            cancellation);
        // A file name may have stood for other bytes before.
        return [.. rows.DistinctBy(artifact => (artifact.Subdir, artifact.File)).Select(artifact => shown.Find(artifact) is { } record ? record.On(artifact) : null).OfType<BrowsedArtifact>()];
    }

    /// <summary>The artifact that a file name stood for, or stood for last; null if it never had by then.</summary>
    public async Task<BrowsedArtifact?> ArtifactAsync(long channel, string subdir, string file, long revision, CancellationToken cancellation)
    {
        var found = await store.Database.ReadAsync(
            session => session.FirstAsync(
                $"""
                SELECT id, subdir, file, record, shown, run_exports, shown_run_exports, about, sha256, at, actor, hidden, removed, blocked, name
                FROM artifact WHERE channel = {channel} AND subdir = {subdir} AND file = {file} AND added <= {revision} ORDER BY added DESC LIMIT 1
                """,
                row => (Artifact: ChannelBrowser.ReadRow(row, []), Name: row.Text(14)),
                cancellation),
            cancellation);
        if (found.Artifact is not { } artifact)
            return null;
        if ((await ShownAsync(channel, found.Name, revision, cancellation)).Find(artifact) is { } shown)
            return shown.On(artifact);
        var isHidden = await IsHiddenAsync(channel, found.Name, artifact, revision, cancellation);
        return artifact with { Record = artifact.Unpatched, IsHidden = isHidden, Removed = isHidden ? null : artifact.Removed ?? revision };
    }

    // The shards of a name under every label, opened.
    private async Task<ShownThen> ShownAsync(long channel, string name, long revision, CancellationToken cancellation)
    {
        var shards = await store.Database.ReadAsync(
            session => session.QueryAsync(
                $"""
                SELECT label, subdir, (SELECT digest FROM shard
                    WHERE shard.channel = view.channel AND shard.label = view.label AND shard.subdir = view.subdir AND shard.name = {name} AND shard.since <= {revision} ORDER BY since DESC LIMIT 1)
                FROM view WHERE channel = {channel} AND substr(label, 1, 5) <> 'view/' ORDER BY label, subdir
                """,
                row => (Label: row.Text(0), Subdir: row.Text(1), Digest: row.DigestOrNull(2)),
                cancellation),
            cancellation);
        var shown = new ShownThen();
        foreach (var (subdir, digest, labels) in shards.Where(shard => shard.Digest is not null).GroupBy(shard => (shard.Subdir, shard.Digest!.Value), shard => shard.Label).Select(same => (same.Key.Subdir, same.Key.Value, same.ToList())))
        {
            if (await BlobReading.ReadAsync(store.Blobs, BlobSpace.ShardsOf(channel), digest, cancellation) is { } shard)
                shown.Add(subdir, Zstd.Decompress(shard, ShardIndex.MaxShardSize), labels);
        }
        return shown;
    }

    private Task<bool> IsHiddenAsync(long channel, string name, BrowsedArtifact artifact, long revision, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            var removals = await session.QueryAsync(
                $"""
                SELECT (SELECT body FROM past_removal WHERE past_removal.channel = view.channel AND past_removal.label = view.label AND past_removal.subdir = view.subdir
                    AND past_removal.name = {name} AND past_removal.since <= {revision} ORDER BY since DESC LIMIT 1)
                FROM view WHERE channel = {channel} AND subdir = {artifact.Subdir} AND substr(label, 1, 5) <> 'view/'
                """,
                row => row.TextOrNull(0),
                cancellation);
            return removals.OfType<string>().Any(body => PastName.ReadRemoval(body).Hidden.Any(hidden => hidden.File == artifact.File));
        },
        cancellation);

    /// <summary>The records of a name as they were shown, with the labels that showed them.</summary>
    private sealed class ShownThen
    {
        private readonly Dictionary<(string Subdir, string File), ShownRecord> _records = [];

        public void Add(string subdir, byte[] shard, IReadOnlyList<string> labels)
        {
            foreach (var group in RecordGroups.All)
            {
                foreach (var record in ShardRecords.Read(shard, group))
                {
                    var known = _records.GetValueOrDefault((subdir, record.File));
                    _records[(subdir, record.File)] = new ShownRecord(PackageRecord.FromCanonical(record.Json), record.RunExports, [.. known?.Labels ?? [], .. labels]);
                }
            }
        }

        public ShownRecord? Find(BrowsedArtifact artifact) => _records.GetValueOrDefault((artifact.Subdir, artifact.File));
    }

    private sealed record ShownRecord(PackageRecord Record, ReadOnlyMemory<byte> RunExports, IReadOnlyList<string> Labels)
    {
        public BrowsedArtifact On(BrowsedArtifact artifact) => artifact with
        {
            Record = Record,
            RunExports = RunExports,
            Labels = [.. Labels.Order(StringComparer.Ordinal)],
            IsHidden = false,
            Removed = null,
        };
    }
}
