using Hearth.Channels.Blobs;
using Hearth.Channels.History;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Selections;
using Hearth.Channels.Views;
using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Upkeep;

/// <summary>
/// Proves a channel: the chain of its log, every shard and document derived once more from the records, every blob that they name.
/// What is on its way to clients is not a fault; run it when the views have caught up. Views that are wrong can be made anew.
/// </summary>
public sealed class ChannelCheck(ChannelStore store)
{
    // That of the shard index and of its deltas.
    private const string ShardIndexSuffix = ".msgpack.zst";

    /// <summary>Checks everything.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="readArtifacts">Whether to read the bytes of every artifact and compare their digest, not only their size.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Every difference; empty if all is right.</returns>
    public async Task<IReadOnlyList<Diagnostic>> RunAsync(ManagedChannel channel, bool readArtifacts, CancellationToken cancellation) =>
        (await FindAsync(channel, readArtifacts, cancellation)).All;

    /// <summary>
    /// Checks everything, has every view that is wrong or lost made anew from the records, and checks again. What is not a view, an
    /// artifact's bytes or the log itself, cannot be made from anything here.
    /// </summary>
    /// <inheritdoc cref="RunAsync" path="/param"/>
    /// <returns>What was found, and what of it is still wrong.</returns>
    public async Task<RepairedChannel> RepairAsync(ManagedChannel channel, bool readArtifacts, CancellationToken cancellation)
    {
        var found = await FindAsync(channel, readArtifacts, cancellation);
        if (found.Remedies.Count == 0)
            return new RepairedChannel(found.All, found.All);
        await new ViewRepair(store, channel).RunAsync(found.Remedies, cancellation);
        return new RepairedChannel(found.All, await RunAsync(channel, readArtifacts, cancellation));
    }

    private async Task<CheckFindings> FindAsync(ManagedChannel channel, bool readArtifacts, CancellationToken cancellation)
    {
        var problems = new CheckFindings();
        if (await store.Log.FirstBreakAsync(channel.Id, cancellation) is { } broken)
            problems.Add(UpkeepDiagnostics.LogBroken.In(channel.Name.ToString(), $"the change at revision {broken} is not the one that was accepted"));
        var views = await store.Database.ReadAsync(
            session => session.QueryAsync(
                $"SELECT label, subdir FROM view WHERE channel = {channel.Id} ORDER BY label, subdir", row => (Label: row.Text(0), Subdir: row.Text(1)), cancellation), cancellation);
        foreach (var (label, subdir) in views)
            await CheckViewAsync(channel, label, subdir, problems, cancellation);
        foreach (var view in ChannelView.AllOf(channel.Settings))
            await CheckSelectionAsync(channel, view, problems, cancellation);
        await CheckArtifactsAsync(channel, readArtifacts, problems, cancellation);
        return problems;
    }

    private async Task CheckViewAsync(ManagedChannel channel, string label, string subdir, CheckFindings problems, CancellationToken cancellation)
    {
        var place = $"{channel.Name}/{(ViewName.IsLabelOfOne(label) ? "" : "label/")}{label}/{subdir}";
        var state = await store.Database.ReadAsync(
            async session =>
            {
                var records = new ManagedSubdir(session, channel.Id, label, subdir, cancellation);
                var dirty = await session.QueryAsync($"SELECT name FROM dirty WHERE channel = {channel.Id} AND label = {label} AND subdir = {subdir}", row => row.Text(0), cancellation);
                var shown = await session.QueryAsync(
                    $"SELECT name, digest FROM shard WHERE channel = {channel.Id} AND label = {label} AND subdir = {subdir} AND until IS NULL", row => (row.Text(0), row.DigestOrNull(1)), cancellation);
                var files = await session.QueryAsync(
                    $"SELECT path, digest FROM view_file WHERE channel = {channel.Id} AND label = {label} AND gone = 0", row => (Path: row.Text(0), Digest: row.Digest(1)), cancellation);
                var names = await session.QueryAsync(
                    $"SELECT DISTINCT name FROM listing WHERE channel = {channel.Id} AND label = {label} AND subdir = {subdir} ORDER BY name", row => row.Text(0), cancellation);
                var derived = names.Where(name => !dirty.Contains(name)).ToDictionary(name => name, name => Derive(records, name), StringComparer.Ordinal);
                var isCurrent = dirty.Count == 0 && await session.NumberAsync(
                    $"SELECT count(*) FROM view WHERE channel = {channel.Id} AND label = {label} AND subdir = {subdir} AND documents >= revision", cancellation) > 0;
                var counted = dirty.Count == 0 ? (await Publication.FindAsync(session, channel.Id, label, subdir, long.MaxValue, cancellation))?.Listed : null;
                return new ViewState([.. dirty], shown.ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal), derived, files.ToDictionary(file => file.Path, file => file.Digest, StringComparer.Ordinal), isCurrent, Repodata(records, isCurrent), counted is null || counted.Equals(ListedSizes.Sum(records.ListedSizes().Values)));
            },
            cancellation);

        foreach (var (name, digest) in state.Derived)
        {
            if (state.Shown.GetValueOrDefault(name) != digest)
                problems.Add(UpkeepDiagnostics.ViewDiffers.In(place, $"the shard of '{name}' is not what its records make"), new Remedy(label, subdir, name));
        }
        foreach (var name in state.Shown.Where(shard => shard.Value is not null && !state.Derived.ContainsKey(shard.Key) && !state.Dirty.Contains(shard.Key)).Select(shard => shard.Key))
            problems.Add(UpkeepDiagnostics.ViewDiffers.In(place, $"'{name}' has a shard and no record"), new Remedy(label, subdir, name));
        if (!state.IsCountedRight)
            problems.Add(UpkeepDiagnostics.ViewDiffers.In(place, "the size of repodata.json is counted wrongly"), new Remedy(label, subdir, null) { IsOfIndexes = true, IsOfSizes = true });
        await CheckIndexAsync(channel, place, label, subdir, state, problems, cancellation);
    }

    private async Task CheckIndexAsync(ManagedChannel channel, string place, string label, string subdir, ViewState state, CheckFindings problems, CancellationToken cancellation)
    {
        var views = BlobSpace.ViewsOf(channel.Id);
        var remake = new Remedy(label, subdir, null);
        foreach (var (path, digest) in state.Files.Where(file => file.Key.StartsWith(subdir + "/", StringComparison.Ordinal) || !file.Key.Contains('/')))
        {
            if (await ReadAsync(views, digest, cancellation) is not { } bytes)
                problems.Add(UpkeepDiagnostics.BlobMissing.In(place, $"{path}: the blob {digest} is missing or damaged"), remake with { Damaged = (views, digest), IsOfIndexes = path.EndsWith(ShardIndexSuffix, StringComparison.Ordinal) });
            else if (path == $"{subdir}/{ShardIndexView.FileName}" && !IndexShows(bytes, state.Shown))
                problems.Add(UpkeepDiagnostics.ViewDiffers.In(place, "the shard index names other shards than the log"), remake with { IsOfIndexes = true });
            else if (path == $"{subdir}/repodata.json" && state.IsCurrent && !RecordsOf(bytes).SequenceEqual(state.Records))
                problems.Add(UpkeepDiagnostics.ViewDiffers.In(place, "repodata.json shows other records than the log"), remake);
            else if (path == $"{subdir}/repodata.json.zst" && state.IsCurrent && !RecordsOf(Zstd.Decompress(bytes, int.MaxValue)).SequenceEqual(state.Records))
                problems.Add(UpkeepDiagnostics.ViewDiffers.In(place, "repodata.json.zst shows other records than the log"), remake);
        }
        foreach (var (name, digest) in state.Shown.Where(shard => shard.Value is not null).Select(shard => (shard.Key, shard.Value!.Value)))
        {
            if (await ReadAsync(BlobSpace.ShardsOf(channel.Id), digest, cancellation) is null)
                problems.Add(UpkeepDiagnostics.BlobMissing.In(place, $"the shard {digest} is missing or damaged"), new Remedy(label, subdir, name) { Damaged = (BlobSpace.ShardsOf(channel.Id), digest) });
        }
    }

    private async Task CheckSelectionAsync(ManagedChannel channel, ChannelView view, CheckFindings problems, CancellationToken cancellation)
    {
        var label = view.Name.Label.ToString();
        var wrong = await store.Database.ReadAsync(
            async session =>
            {
                var now = await ChangeLog.NowAsync(session, channel.Id, store.Clock.GetUtcNow(), cancellation);
                // What is due is on its way.
                var due = await session.QueryAsync($"SELECT subdir, name FROM view_due WHERE channel = {channel.Id} AND label = {label} AND due <= {now}", row => new DueName(label, row.Text(0), row.Text(1)), cancellation);
                var names = await session.QueryAsync(
                    $"SELECT DISTINCT subdir, name FROM listing WHERE channel = {channel.Id} AND (label = {view.Of.ToString()} OR label = {label}) ORDER BY subdir, name",
                    row => new DueName(label, row.Text(0), row.Text(1)),
                    cancellation);
                var looks = new List<NameLook>();
                foreach (var name in names.Except(due))
                    looks.Add(await NameLook.AtAsync(session, channel.Id, view, name, now, cancellation));
                return looks.Where(look => look.Changes).Select(look => look.Name).ToList();
            },
            cancellation);
        foreach (var (_, subdir, name) in wrong)
            problems.Add(UpkeepDiagnostics.ViewDiffers.In($"{channel.Name}/{label}/{subdir}", $"the view shows other records of '{name}' than its rules select"), new Remedy(label, subdir, name));
    }

    private async Task CheckArtifactsAsync(ManagedChannel channel, bool readArtifacts, CheckFindings problems, CancellationToken cancellation)
    {
        var artifacts = await store.Database.ReadAsync(
            session => session.QueryAsync(
                $"""
                SELECT subdir, file, sha256, size, (SELECT count(*) FROM origin JOIN artifact same ON same.id = origin.artifact WHERE same.sha256 = artifact.sha256) FROM artifact
                WHERE channel = {channel.Id} AND blocked = 0 ORDER BY subdir, file
                """,
                row => (Path: $"{row.Text(0)}/{row.Text(1)}", Digest: row.Digest(2), Size: row.Integer(3), CanBeFetched: row.Flag(4)),
                cancellation),
            cancellation);
        foreach (var (path, digest, size, canBeFetched) in artifacts)
        {
            var held = await store.Blobs.SizeAsync(BlobSpace.Artifacts, digest, cancellation);
            // What a mirror has not fetched yet is not lost.
            if (held is null && canBeFetched)
                continue;
            if (held != size)
                problems.Add(UpkeepDiagnostics.BlobMissing.In($"{channel.Name}/{path}", $"the blob {digest} is missing or has another size"));
            else if (readArtifacts && !await IsWholeAsync(BlobSpace.Artifacts, digest, cancellation))
                problems.Add(UpkeepDiagnostics.BlobMissing.In($"{channel.Name}/{path}", $"the blob {digest} holds other bytes"));
        }
    }

    private static Sha256? Derive(ManagedSubdir records, string name) =>
        records.Read(name).Shard() is { } shard ? Sha256.Of(shard) : null;

    private static List<string> Repodata(ManagedSubdir records, bool isCurrent)
    {
        var all = new List<string>();
        if (!isCurrent)
            return all;
        foreach (var group in RecordGroups.All)
        {
            records.VisitGroup(group, record =>
            {
                if (!record.IsRemoved)
                    all.Add($"{group.KeyOf(record.File)} {Sha256.Of(record.Json)}");
            });
        }
        return all;
    }

    private static List<string> RecordsOf(byte[] repodata)
    {
        var all = new List<string>();
        using var reader = new RepodataReader(new MemoryStream(repodata));
        while (reader.ReadRecord())
            all.Add($"{reader.Key} {Sha256.Of(reader.Value)}");
        return all;
    }

    private static bool IndexShows(byte[] index, Dictionary<string, Sha256?> shown)
    {
        var listed = ShardIndexFormat.Read(Zstd.Decompress(index, ShardIndex.MaxSize)).Shards;
        return listed.Count == shown.Count(shard => shard.Value is not null) && listed.All(shard => shown.GetValueOrDefault(shard.Key) == shard.Value);
    }

    private async Task<byte[]?> ReadAsync(BlobSpace space, Sha256 digest, CancellationToken cancellation)
    {
        await using var blob = await store.Blobs.OpenAsync(space, digest, 0, cancellation);
        if (blob is null)
            return null;
        using var bytes = new MemoryStream();
        await blob.Content.CopyToAsync(bytes, cancellation);
        return Sha256.Of(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) == digest ? bytes.ToArray() : null;
    }

    private async Task<bool> IsWholeAsync(BlobSpace space, Sha256 digest, CancellationToken cancellation)
    {
        await using var blob = await store.Blobs.OpenAsync(space, digest, 0, cancellation);
        return blob is not null && new Sha256(await System.Security.Cryptography.SHA256.HashDataAsync(blob.Content, cancellation)) == digest;
    }

    private sealed record ViewState(
        HashSet<string> Dirty, Dictionary<string, Sha256?> Shown, Dictionary<string, Sha256?> Derived, Dictionary<string, Sha256> Files, bool IsCurrent, List<string> Records, bool IsCountedRight);
}
