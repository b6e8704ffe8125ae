using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Views;

/// <summary>The shard index of a subdir and its delta indexes, which hold only what changed lately (CEP 16).</summary>
public static class ShardIndexView
{
    public const string FileName = "repodata_shards.msgpack.zst";

    /// <summary>The delta indexes and how far back each goes, shortest first.</summary>
    public static IReadOnlyList<(string File, TimeSpan Window)> Windows { get; } =
    [
        ("repodata_shards_daily.msgpack.zst", TimeSpan.FromDays(1)),
        ("repodata_shards_weekly.msgpack.zst", TimeSpan.FromDays(7)),
    ];

    /// <summary>Makes all of them.</summary>
    /// <param name="info">What the documents of the subdir say of themselves.</param>
    /// <param name="now">When they are made.</param>
    /// <param name="shards">Each name with its shard.</param>
    /// <param name="changedSince">The names that changed at or after an instant; null for those that are gone.</param>
    public static IEnumerable<(string File, ShardIndex Index)> Make(
        RepodataInfo info, DateTimeOffset now, IReadOnlyDictionary<string, Sha256?> shards, Func<DateTimeOffset, IReadOnlyDictionary<string, Sha256?>> changedSince)
    {
        yield return (FileName, new ShardIndex
        {
            Info = info,
            CreatedAt = now,
            Shards = shards,
            DeltaUrls = [.. Windows.Select(window => "./" + window.File)],
        });
        foreach (var (file, window) in Windows)
        {
            var since = now - window;
            yield return (file, new ShardIndex { Info = info, CreatedAt = now, ChangesSince = since, Shards = changedSince(since) });
        }
    }

    /// <summary>The bytes of an index as clients download it.</summary>
    public static byte[] Encode(ShardIndex index)
    {
        var msgpack = new ByteBuffer((index.Shards.Count * 64) + 512);
        ShardIndexFormat.Write(index, msgpack);
        return Zstd.Compress(msgpack.Span);
    }
}
