using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Compression;

namespace Hearth.Channels.Views;

/// <summary>The shard of one name: all its records, compressed (CEP 16 § Repodata shard).</summary>
public static class ShardView
{
    /// <summary>Makes the shard of a name.</summary>
    /// <param name="records">The subdir.</param>
    /// <param name="name">The name.</param>
    /// <param name="removed">The files of that name that were once listed, sorted.</param>
    /// <returns>The compressed shard; null if no record of the name is left.</returns>
    public static byte[]? Make(ISubdirRecords records, string name, IReadOnlyList<string> removed)
    {
        var listed = new List<ShardRecord>();
        records.VisitName(name, record =>
        {
            if (!record.IsRemoved)
                listed.Add(new ShardRecord(record.Group, record.Group.KeyOf(record.File), record.Json.ToArray(), record.RunExports.ToArray()));
        });
        return Make(listed, removed);
    }

    /// <summary>Makes a shard of records.</summary>
    /// <param name="listed">Its records, in document order.</param>
    /// <param name="removed">The files of the name that were once listed, sorted.</param>
    /// <returns>The compressed shard; null if there is no record.</returns>
    public static byte[]? Make(IReadOnlyList<ShardRecord> listed, IReadOnlyList<string> removed)
    {
        if (listed.Count == 0)
            return null;
        // Digests take half as much room as in JSON.
        var msgpack = new ByteBuffer(listed.Sum(record => record.Json.Length + record.RunExports.Length));
        ShardWriter.Write(listed, removed, msgpack);
        return Zstd.Compress(msgpack.Span);
    }
}
