using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
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
    /// <param name="shards">Each name with its shard; null for a name that is gone.</param>
    /// <param name="changed">When names changed that did so within the longest window.</param>
    public static IEnumerable<(string File, ShardIndex Index)> Make(
        RepodataInfo info, DateTimeOffset now, IReadOnlyDictionary<string, Sha256?> shards, IReadOnlyDictionary<string, DateTimeOffset> changed)
    {
        yield return (FileName, new ShardIndex
        {
            Info = info,
            CreatedAt = now,
            Shards = Where(shards, (_, digest) => digest is not null),
            DeltaUrls = [.. Windows.Select(window => "./" + window.File)],
        });
        foreach (var (file, window) in Windows)
        {
            var since = now - window;
            yield return (file, new ShardIndex
            {
                Info = info,
                CreatedAt = now,
                ChangesSince = since,
                Shards = Where(shards, (name, _) => changed.TryGetValue(name, out var at) && at >= since),
            });
        }
    }

    private static Dictionary<string, Sha256?> Where(IReadOnlyDictionary<string, Sha256?> shards, Func<string, Sha256?, bool> isWanted)
    {
        var wanted = new Dictionary<string, Sha256?>(StringComparer.Ordinal);
        foreach (var (name, digest) in shards.Where(shard => isWanted(shard.Key, shard.Value)))
            wanted.Add(name, digest);
        return wanted;
    }
}
