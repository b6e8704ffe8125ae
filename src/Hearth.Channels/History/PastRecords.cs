using Hearth.Channels.Blobs;
using Hearth.Channels.Views;
using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.History;

/// <summary>
/// The records of a view of the past, read from its shards. Files come sorted although shards are one for each name: the files of a name
/// begin with it, so few shards are open at a time, and memory does not grow with the view.
/// </summary>
/// <param name="blobs">Where the shards are.</param>
/// <param name="channel">The channel's number.</param>
/// <param name="shown">The view.</param>
/// <param name="shards">Each name with its shard.</param>
/// <param name="removals">What is gone and hidden.</param>
/// <param name="cancellation">Gives up.</param>
internal sealed class PastRecords(
    IBlobStore blobs,
    long channel,
    Publication shown,
    IReadOnlyDictionary<string, Sha256> shards,
    PastRemovals removals,
    CancellationToken cancellation) : ISubdirRecords
{
    // Shards that are read before their turn, so that reading goes on while records are written.
    private const int ReadAhead = 64;

    public string Subdir => shown.Subdir;

    public IReadOnlyList<string> Removed => removals.Removed;

    public IReadOnlyList<string> Gone => removals.Gone;

    public void VisitGroup(RecordGroup group, ISubdirRecords.Visitor visit)
    {
        var hidden = new Queue<HiddenFile>(removals.Hidden.Where(file => file.Group == group).OrderBy(file => file.File, StringComparer.Ordinal));
        if (!group.IsV3() || shown.Revision3 is not null)
        {
            foreach (var record in Merged(group))
            {
                while (hidden.TryPeek(out var next) && string.CompareOrdinal(next.File, record.File) < 0)
                    Visit(hidden.Dequeue(), visit);
                Visit(group, record, visit);
            }
        }
        while (hidden.TryDequeue(out var last))
            Visit(last, visit);
    }

    public void VisitName(string name, ISubdirRecords.Visitor visit)
    {
        if (!shards.TryGetValue(name, out var digest))
            return;
        var shard = LoadAsync(name, digest).GetAwaiter().GetResult();
        foreach (var group in RecordGroups.All)
        {
            foreach (var record in ShardRecords.Read(shard, group))
                Visit(group, record, visit);
        }
    }

    private IEnumerable<PastRecord> Merged(RecordGroup group)
    {
        var open = new PriorityQueue<Cursor, string>(StringComparer.Ordinal);
        foreach (var (first, records) in InOrder(group))
        {
            // All that is sorted before whatever the next shard can hold.
            while (open.TryPeek(out var cursor, out var file) && string.CompareOrdinal(file, first) < 0)
                yield return Take(open, cursor);
            if (records.Count > 0)
                open.Enqueue(new Cursor(records), records[0].File);
        }
        while (open.TryPeek(out var cursor, out _))
            yield return Take(open, cursor);
    }

    private static PastRecord Take(PriorityQueue<Cursor, string> open, Cursor cursor)
    {
        var record = cursor.Records[cursor.At++];
        if (cursor.At < cursor.Records.Count)
            open.DequeueEnqueue(cursor, cursor.Records[cursor.At].File);
        else
            open.Dequeue();
        return record;
    }

    // Each shard with what its files are not sorted before.
    private IEnumerable<(string First, IReadOnlyList<PastRecord> Records)> InOrder(RecordGroup group)
    {
        var names = shards.Select(shard => (First: shard.Key + "-", shard.Key, Digest: shard.Value)).OrderBy(shard => shard.First, StringComparer.Ordinal);
        var reading = new Queue<(string First, Task<IReadOnlyList<PastRecord>> Records)>();
        foreach (var (first, name, digest) in names)
        {
            reading.Enqueue((first, Task.Run(async () => ShardRecords.Read(await LoadAsync(name, digest), group), cancellation)));
            if (reading.Count >= ReadAhead)
                yield return Next();
        }
        while (reading.Count > 0)
            yield return Next();

        (string, IReadOnlyList<PastRecord>) Next()
        {
            var (first, records) = reading.Dequeue();
            return (first, records.GetAwaiter().GetResult());
        }
    }

    private async Task<byte[]> LoadAsync(string name, Sha256 digest) =>
        await BlobReading.ReadAsync(blobs, BlobSpace.ShardsOf(channel), digest, cancellation) is { } shard
            ? Zstd.Decompress(shard, ShardIndex.MaxShardSize)
            : throw new InvalidDataException($"the shard {digest} of '{name}' is missing");

    private static void Visit(HiddenFile file, ISubdirRecords.Visitor visit) =>
        visit(new ListedRecord { Group = file.Group, File = file.File, Json = default, UnpatchedJson = default, RunExports = file.RunExports });

    private static void Visit(RecordGroup group, PastRecord record, ISubdirRecords.Visitor visit) =>
        visit(new ListedRecord { Group = group, File = record.File, Json = record.Json.Span, UnpatchedJson = default, RunExports = record.RunExports.Span });

    private sealed class Cursor(IReadOnlyList<PastRecord> records)
    {
        public IReadOnlyList<PastRecord> Records => records;

        public int At { get; set; }
    }
}
