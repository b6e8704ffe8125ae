using System.Text;
using Hearth.Channels.Blobs;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;

namespace Hearth.Channels.History;

/// <summary>Compares two states of a channel. Only the shards that differ are read, so it costs what changed, not what there is.</summary>
public sealed class StateComparison(ChannelStore store, ManagedChannel channel)
{
    // A store takes its time for each shard; more at once would only fill memory.
    private const int ParallelNames = 8;

    /// <summary>The records of a label that differ, sorted by subdir and file.</summary>
    public async Task<IReadOnlyList<RecordDifference>> CompareAsync(Label label, long before, long after, CancellationToken cancellation) =>
        await CompareAsync(await NamesAsync(label, before, after, cancellation), cancellation);

    /// <summary>The names of a label that differ, sorted by subdir and name; no shard is read.</summary>
    public async Task<IReadOnlyList<DifferingName>> NamesAsync(Label label, long before, long after, CancellationToken cancellation)
    {
        var (first, second) = await store.Database.ReadAsync(
            async session => (
                await Publication.OfLabelAsync(session, channel.Id, label.ToString(), before, cancellation),
                await Publication.OfLabelAsync(session, channel.Id, label.ToString(), after, cancellation)),
            cancellation);
        var names = new List<DifferingName>();
        foreach (var subdir in first.Concat(second).Select(shown => shown.Subdir).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (had, has) = (await ShardsAsync(first, subdir, cancellation), await ShardsAsync(second, subdir, cancellation));
            names.AddRange(had.Keys.Union(has.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => new DifferingName(subdir, name, DigestOf(had, name), DigestOf(has, name)))
                .Where(name => name.Before != name.After));
        }
        return names;
    }

    /// <summary>The records that differ under some names, sorted by subdir and file.</summary>
    public async Task<IReadOnlyList<RecordDifference>> CompareAsync(IEnumerable<DifferingName> names, CancellationToken cancellation)
    {
        var all = names.ToList();
        var differences = new IReadOnlyList<RecordDifference>[all.Count];
        await Parallel.ForAsync(0, all.Count, new ParallelOptions { MaxDegreeOfParallelism = ParallelNames, CancellationToken = cancellation }, async (i, stop) =>
            differences[i] = [.. Compare(all[i].Subdir, await RecordsAsync(all[i].Before, stop), await RecordsAsync(all[i].After, stop))]);
        return [.. differences.SelectMany(ofName => ofName).OrderBy(difference => difference.Subdir, StringComparer.Ordinal).ThenBy(difference => difference.File, StringComparer.Ordinal)];
    }

    private async Task<SortedDictionary<string, Sha256>> ShardsAsync(List<Publication> publications, string subdir, CancellationToken cancellation) =>
        publications.Find(shown => shown.Subdir == subdir) is { } shown ? await new PastShards(store, channel.Id, shown).ReadAsync(cancellation) : [];

    private static Sha256? DigestOf(SortedDictionary<string, Sha256> shards, string name) => shards.TryGetValue(name, out var digest) ? digest : null;

    private async Task<Dictionary<string, PastRecord>> RecordsAsync(Sha256? digest, CancellationToken cancellation)
    {
        var records = new Dictionary<string, PastRecord>(StringComparer.Ordinal);
        if (digest is not { } sha256)
            return records;
        var bytes = await BlobReading.ReadAsync(store.Blobs, BlobSpace.ShardsOf(channel.Id), sha256, cancellation)
            ?? throw UpkeepProblem(sha256);
        var shard = Zstd.Decompress(bytes, ShardIndex.MaxShardSize);
        foreach (var group in RecordGroups.All)
        {
            foreach (var record in ShardRecords.Read(shard, group))
                records[record.File] = record;
        }
        return records;
    }

    private static Foundation.Diagnostics.BadInputException UpkeepProblem(Sha256 digest) => HistoryDiagnostics.SnapshotDiffers.Refuse(null, $"the shard {digest} is missing");

    private static IEnumerable<RecordDifference> Compare(string subdir, Dictionary<string, PastRecord> before, Dictionary<string, PastRecord> after)
    {
        foreach (var file in before.Keys.Union(after.Keys, StringComparer.Ordinal))
        {
            if (!before.TryGetValue(file, out var had))
                yield return new RecordDifference(subdir, file, DifferenceKind.Added, []);
            else if (!after.TryGetValue(file, out var has))
                yield return new RecordDifference(subdir, file, DifferenceKind.Removed, []);
            else if (!AreEqual(had, has) && Fields(Members(had), Members(has)) is { Count: > 0 } fields)
                yield return new RecordDifference(subdir, file, DifferenceKind.Changed, fields);
        }
    }

    // Most records of a name that changed did not.
    private static bool AreEqual(PastRecord before, PastRecord after) => before.Json.Span.SequenceEqual(after.Json.Span) && before.RunExports.Span.SequenceEqual(after.RunExports.Span);

    private static JsonObjectBuilder Members(PastRecord record)
    {
        var members = new JsonObjectBuilder().SetAll(record.Json.Span);
        return record.RunExports.IsEmpty ? members : members.SetRaw(RecordField.RunExports, record.RunExports);
    }

    private static List<FieldDifference> Fields(JsonObjectBuilder before, JsonObjectBuilder after)
    {
        var fields = new List<FieldDifference>();
        foreach (var name in NamesOf(before).Union(NamesOf(after), StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (had, has) = (Text(before, name), Text(after, name));
            if (had != has)
                fields.Add(new FieldDifference(name, had, has));
        }
        return fields;
    }

    private static IEnumerable<string> NamesOf(JsonObjectBuilder record)
    {
        var json = record.Build();
        return JsonMember.FindIn(json).Select(member => Encoding.UTF8.GetString(json, member.NameStart, member.NameLength));
    }

    private static string? Text(JsonObjectBuilder record, string name) => record.Raw(Encoding.UTF8.GetBytes(name)) is { IsEmpty: false } raw ? Encoding.UTF8.GetString(raw.Span) : null;
}
