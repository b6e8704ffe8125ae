using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.History;
using Hearth.Channels.Log;
using Hearth.Channels.Views;
using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Live;

/// <summary>
/// Makes the shards of the names that changed in one subdir, for every label, and the indexes that name them (CEP 16). All is
/// read from one state of the database and shown in one transaction.
/// </summary>
internal sealed class ShardPublication(ChannelStore store, long channel, string subdir, Lease lease)
{
    // What one transaction takes on, so that the first of very many changes are visible before the last are made.
    private const int MostNames = 5_000;

    // Names that are read before their shards are made, by all cores.
    private const int NamesAtOnce = 256;

    // From so many on, what is known of names is read for all of them at once.
    private const int ManyNames = 200;

    /// <summary>Publishes.</summary>
    /// <returns>Whether there may be more to do.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var prepared = await store.Database.ReadAsync(session => PrepareAsync(session, cancellation), cancellation);
        if (prepared.Count == 0)
            return false;
        var shards = prepared.SelectMany(label => label.Names.Where(name => name.Content is not null).Select(name => new NewBlob(BlobSpace.ShardsOf(channel), name.Digest!.Value, name.Content)));
        var indexes = prepared.SelectMany(label => label.Files.Select(file => new NewBlob(BlobSpace.ViewsOf(channel), file.Digest, file.Content)));
        await store.Blobs.PutAllAsync([.. shards, .. indexes], cancellation);
        var ready = store.Clock.GetUtcNow();
        await store.Database.WriteAsync(
            async session =>
            {
                await lease.CheckAsync(session, cancellation);
                var now = await Recording.NotBeforeTheLastAsync(session, channel, ready, cancellation);
                foreach (var label in prepared)
                    await ShowShardsAsync(session, label, now, cancellation);
                // From here on the channel is held, as by whoever publishes; and only those who hold it touch what they both write.
                foreach (var label in prepared)
                    await ShowIndexesAsync(session, label, now, cancellation);
                await store.Catalog.SignalAsync(session, channel, cancellation);
            },
            cancellation);
        var shown = store.Clock.GetUtcNow();
        foreach (var changed in prepared.SelectMany(label => label.Names).Select(name => name.ChangedAt).OfType<DateTimeOffset>())
            store.Metrics.Shown(shown - changed);
        return prepared.Sum(label => label.Names.Count) >= MostNames;
    }

    private async Task<List<PreparedLabel>> PrepareAsync(SqlSession session, CancellationToken cancellation)
    {
        var settings = (await session.FirstAsync($"SELECT settings FROM channel WHERE id = {channel}", row => ChannelCatalog.ReadSettings(row.Text(0)), cancellation))!;
        var revision = await session.NumberAsync($"SELECT revision FROM channel WHERE id = {channel}", cancellation);
        var dirty = await session.QueryAsync(
            $"""
            SELECT label, name, (SELECT at FROM change WHERE change.channel = dirty.channel AND change.revision = dirty.revision)
            FROM dirty WHERE channel = {channel} AND subdir = {subdir} ORDER BY label, name LIMIT {(long)MostNames}
            """,
            row => (Label: row.Text(0), Name: row.Text(1), ChangedAt: row.InstantOrNull(2)),
            cancellation);
        var missing = await session.QueryAsync(
            $"SELECT label FROM view WHERE channel = {channel} AND subdir = {subdir} AND revision = 0 ORDER BY label", row => row.Text(0), cancellation);
        var prepared = new List<PreparedLabel>();
        foreach (var label in dirty.Select(row => row.Label).Union(missing, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var records = new ManagedSubdir(session, channel, label, subdir, cancellation);
            var names = await PrepareAsync(records, dirty.Where(row => row.Label == label).Select(row => (row.Name, row.ChangedAt)), cancellation);
            var (publication, files) = Indexes(session, records, label, names, settings);
            var (listed, counted) = await ListedAsync(session, records, label, names, isAll: dirty.Count < MostNames, cancellation);
            prepared.Add(new PreparedLabel(label, revision, names, files, publication with { Revision = revision, Listed = listed }, counted));
        }
        return prepared;
    }

    // While the shards of some names are made, the records of the next are read.
    private static async Task<List<PreparedName>> PrepareAsync(ManagedSubdir records, IEnumerable<(string Name, DateTimeOffset? ChangedAt)> dirty, CancellationToken cancellation)
    {
        var prepared = new List<PreparedName>();
        var preparing = Task.FromResult<PreparedName[]>([]);
        foreach (var names in dirty.Chunk(NamesAtOnce))
        {
            var read = Array.ConvertAll(names, name => (records.Read(name.Name), name.ChangedAt));
            prepared.AddRange(await preparing);
            preparing = Task.Run(() => Prepare(read, cancellation), cancellation);
        }
        prepared.AddRange(await preparing);
        return prepared;
    }

    private static PreparedName[] Prepare((ManagedName Name, DateTimeOffset? ChangedAt)[] read, CancellationToken cancellation)
    {
        var prepared = new PreparedName[read.Length];
        Parallel.For(0, read.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var (name, changedAt) = read[i];
            var shard = name.Shard();
            prepared[i] = new PreparedName(name.Name, shard is null ? null : Sha256.Of(shard), shard, name.Summary(), name.Past(), name.Listed(), changedAt);
        });
        return prepared;
    }

    private (Publication Publication, IReadOnlyList<PreparedFile> Files) Indexes(SqlSession session, ManagedSubdir records, string label, List<PreparedName> names, ChannelSettings settings)
    {
        var now = store.Clock.GetUtcNow();
        var all = new SortedDictionary<string, Sha256?>(StringComparer.Ordinal);
        var times = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var weekAgo = now - ShardIndexView.Windows[^1].Window;
        session.Visit($"SELECT name, digest, at FROM shard WHERE channel = {channel} AND label = {label} AND subdir = {subdir} AND until IS NULL", row =>
        {
            all[row.Text(0)] = row.DigestOrNull(1);
            if (row.Instant(2) >= weekAgo)
                times[row.Text(0)] = row.Instant(2);
        });
        foreach (var name in names)
        {
            // A name that came and went since it was last looked at was never there for clients.
            if (all.GetValueOrDefault(name.Name) == name.Digest)
                continue;
            all[name.Name] = name.Digest;
            times[name.Name] = now;
        }
        var info = new RepodataInfo { Subdir = subdir, Relations = settings.Relations, Revision3 = RepodataView.SummarizeRevision3(records) };
        var indexes = ShardIndexView.Make(info, now, Shards((_, digest) => digest is not null), since => Shards((name, _) => times.TryGetValue(name, out var at) && at >= since)).ToList();
        var files = new PreparedFile[indexes.Count];
        Parallel.For(0, files.Length, i => files[i] = Encode($"{subdir}/{indexes[i].File}", indexes[i].Index));
        return (new Publication(label, subdir, 0, now, now, files[0].Digest, files[0].Content.Length, all.Count, info.Revision3, Listed: null), files);

        Dictionary<string, Sha256?> Shards(Func<string, Sha256?, bool> isWanted) => all.Where(shard => isWanted(shard.Key, shard.Value)).ToDictionary(StringComparer.Ordinal);
    }

    // What the records take that are shown now: what those before took, and what changed of it. An older Hearth did not count, so all is counted once.
    private async Task<(ListedSizes? All, IReadOnlyDictionary<string, ListedSizes> Counted)> ListedAsync(
        SqlSession session, ManagedSubdir records, string label, List<PreparedName> names, bool isAll, CancellationToken cancellation)
    {
        var all = await Publication.FindAsync(session, channel, label, subdir, long.MaxValue, cancellation) is { } before ? before.Listed : ListedSizes.None;
        var shown = names.Count < ManyNames ? null : await ShownSizesAsync(session, label, cancellation);
        foreach (var name in names)
        {
            var (isShown, old) = shown is not null
                ? (shown.TryGetValue(name.Name, out var sizes), sizes)
                : await session.FirstAsync(
                    $"SELECT listed FROM summary WHERE channel = {channel} AND label = {label} AND subdir = {subdir} AND name = {name.Name}", row => (IsThere: true, Sizes: ListedSizes.Read(row.BytesOrNull(0))), cancellation);
            all = isShown && old is null ? null : all?.Plus(name.Listed).Minus(old ?? ListedSizes.None);
            if (all is null)
                break;
        }
        // Names whose turn has not come would be counted as they are going to be shown.
        if (all is not null || !isAll)
            return (all, new Dictionary<string, ListedSizes>());
        var counted = records.ListedSizes();
        return (ListedSizes.Sum(counted.Values), counted);
    }

    private async Task<Dictionary<string, ListedSizes?>> ShownSizesAsync(SqlSession session, string label, CancellationToken cancellation) => (await session.QueryAsync(
        $"SELECT name, listed FROM summary WHERE channel = {channel} AND label = {label} AND subdir = {subdir}", row => KeyValuePair.Create(row.Text(0), ListedSizes.Read(row.BytesOrNull(1))), cancellation))
        .ToDictionary(StringComparer.Ordinal);

    private async Task ShowShardsAsync(SqlSession session, PreparedLabel label, DateTimeOffset now, CancellationToken cancellation)
    {
        var recording = new Recording(session, channel, label.Label, subdir, cancellation);
        var (fresh, others) = await ToldApartAsync(session, label, cancellation);
        await ShowFreshAsync(session, label, fresh, now, cancellation);
        await recording.AddFreshAsync(fresh.Select(name => (name.Name, name.Past, name.Summary)), label.Revision);
        foreach (var name in others)
        {
            await ShowShardAsync(session, label.Label, name, label.Revision, now, cancellation);
            await recording.AddAsync(name.Name, name.Past, name.Summary, label.Revision);
        }
        foreach (var (name, listed) in label.Counted)
            await session.ExecuteAsync($"UPDATE summary SET listed = {listed.ToBytes()} WHERE channel = {channel} AND label = {label.Label} AND subdir = {subdir} AND name = {name}", cancellation);
        await recording.AddAsync(label.Publication with { At = now }, label.Names.Count);
    }

    private async Task ShowIndexesAsync(SqlSession session, PreparedLabel label, DateTimeOffset now, CancellationToken cancellation)
    {
        await ViewFiles.ReplaceAsync(session, channel, label.Label, label.Files.Select(file => (file.Path, file.Digest, (long)file.Content.Length)), label.Revision, now, cancellation);
        await session.ExecuteAsync(
            $"""
            INSERT INTO view(channel, label, subdir, revision, documents) VALUES ({channel}, {label.Label}, {subdir}, {label.Revision}, -1)
            ON CONFLICT (channel, label, subdir) DO UPDATE SET revision = excluded.revision, documents = excluded.documents
            """,
            cancellation);
        if (label.Names.Count == 0)
            return;
        // All that waited between the first name and the last was taken.
        var (first, last) = (label.Names[0].Name, label.Names[^1].Name);
        await session.ExecuteAsync(
            $"DELETE FROM dirty WHERE channel = {channel} AND label = {label.Label} AND subdir = {subdir} AND name >= {first} AND name <= {last} AND revision <= {label.Revision}", cancellation);
        await session.ExecuteAsync(
            $"UPDATE dirty SET since = {label.Revision + 1} WHERE channel = {channel} AND label = {label.Label} AND subdir = {subdir} AND name >= {first} AND name <= {last} AND since <= {label.Revision}", cancellation);
    }

    // Of very many names, those that were never shown: few statements suffice for all of them.
    private async Task<(IReadOnlyList<PreparedName> Fresh, IReadOnlyList<PreparedName> Others)> ToldApartAsync(SqlSession session, PreparedLabel label, CancellationToken cancellation)
    {
        if (label.Names.Count < ManyNames)
            return ([], label.Names);
        var known = (await session.QueryAsync($"SELECT DISTINCT name FROM shard WHERE channel = {channel} AND label = {label.Label} AND subdir = {subdir}", row => row.Text(0), cancellation))
            .ToHashSet(StringComparer.Ordinal);
        var names = label.Names.ToLookup(name => name is { Digest: not null, Summary: not null } && !known.Contains(name.Name));
        return ([.. names[true]], [.. names[false]]);
    }

    private async Task ShowFreshAsync(SqlSession session, PreparedLabel label, IEnumerable<PreparedName> fresh, DateTimeOffset now, CancellationToken cancellation)
    {
        var shards = new SqlRows("shard", "channel", "label", "subdir", "name", "since", "at", "digest");
        var summaries = NewSummaries();
        foreach (var name in fresh)
        {
            shards.Add(channel, label.Label, subdir, name.Name, label.Revision, now, name.Digest!.Value);
            AddSummary(summaries, label.Label, name);
        }
        await session.InsertAsync(shards, cancellation);
        await session.InsertAsync(summaries, cancellation);
    }

    // A name keeps the row of every shard that it ever had: that is the history of the channel.
    private async Task ShowShardAsync(SqlSession session, string label, PreparedName name, long revision, DateTimeOffset now, CancellationToken cancellation)
    {
        var old = await session.FirstAsync(
            $"SELECT since, digest FROM shard WHERE channel = {channel} AND label = {label} AND subdir = {subdir} AND name = {name.Name} AND until IS NULL",
            row => ((long Since, Sha256? Digest)?)(row.Integer(0), row.DigestOrNull(1)),
            cancellation);
        if (old?.Digest != name.Digest || (old is null && name.Digest is not null))
        {
            if (old is { } replaced)
                await session.ExecuteAsync($"UPDATE shard SET until = {revision} WHERE channel = {channel} AND label = {label} AND subdir = {subdir} AND name = {name.Name} AND since = {replaced.Since}", cancellation);
            await session.ExecuteAsync(
                $"""
                INSERT INTO shard(channel, label, subdir, name, since, at, digest) VALUES ({channel}, {label}, {subdir}, {name.Name}, {revision}, {now}, {name.Digest})
                ON CONFLICT (channel, label, subdir, name, since) DO UPDATE SET until = NULL, at = excluded.at, digest = excluded.digest
                """,
                cancellation);
        }
        if (name.Summary is not null)
        {
            var summary = NewSummaries();
            AddSummary(summary, label, name);
            await session.InsertAsync(summary, cancellation);
        }
        else
        {
            await session.ExecuteAsync($"DELETE FROM summary WHERE channel = {channel} AND label = {label} AND subdir = {subdir} AND name = {name.Name}", cancellation);
        }
    }

    private static SqlRows NewSummaries() => new("summary", "channel", "label", "subdir", "name", "channeldata", "newest", "requires", "listed")
    {
        OnConflict = "ON CONFLICT (channel, label, subdir, name) DO UPDATE SET channeldata = excluded.channeldata, newest = excluded.newest, requires = excluded.requires, listed = excluded.listed",
    };

    private void AddSummary(SqlRows rows, string label, PreparedName name) => rows.Add(
        channel, label, subdir, name.Name, name.Summary!.ChannelData, name.Summary.Newest, System.Text.Encoding.UTF8.GetString(name.Summary.Requires), name.Listed.ToBytes());

    private static PreparedFile Encode(string path, ShardIndex index)
    {
        var content = ShardIndexView.Encode(index);
        return new PreparedFile(path, Sha256.Of(content), content);
    }

    private sealed record PreparedLabel(string Label, long Revision, IReadOnlyList<PreparedName> Names, IReadOnlyList<PreparedFile> Files, Publication Publication, IReadOnlyDictionary<string, ListedSizes> Counted);

    private sealed record PreparedName(string Name, Sha256? Digest, byte[]? Content, NameSummary? Summary, PastName Past, ListedSizes Listed, DateTimeOffset? ChangedAt);

    private sealed record PreparedFile(string Path, Sha256 Digest, byte[] Content);
}
