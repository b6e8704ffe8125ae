using System.Text.Json;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Indexing;

/// <summary>
/// Fills an empty cache with what only the channel's files still know: when each artifact first appeared (CEP 47), what was
/// removed, and since when each shard stands. So deleting the cache costs time only.
/// </summary>
internal sealed class CacheRecovery(IndexOptions options, IndexCache cache, CachedSubdir subdir, IndexRun run)
{
    private readonly string _folder = Path.Combine(options.Root, subdir.Subdir);

    public void Run() => cache.Database.InTransaction(() =>
    {
        var records = Path.Combine(_folder, "repodata_from_packages.json");
        ReadRecords(File.Exists(records) ? records : Path.Combine(_folder, "repodata.json"));
        ReadRemoved(Path.Combine(_folder, "repodata.json"));
        ReadShards();
    });

    private void ReadRecords(string path)
    {
        foreach (var (group, key, json) in Entries(path, RepodataEntry.Record))
        {
            var record = PackageRecord.Parse(json);
            subdir.SetFirstSeen(group.FileOf(key), record.Text(RecordField.Sha256), record.Integer(RecordField.IndexedTimestamp));
            // A file that is gone by now is found missing only if it is listed as removed here; if it is still there, it is
            // taken off that list again.
            if (!File.Exists(Path.Combine(_folder, group.FileOf(key))))
                subdir.MarkRemoved(group.FileOf(key), record.PackageName.ToString());
        }
    }

    private void ReadRemoved(string path)
    {
        foreach (var (_, key, json) in Entries(path, RepodataEntry.Member))
        {
            if (key != "removed")
                continue;
            foreach (var file in JsonText.ReadList(json))
            {
                if (Conda.Names.ArtifactFileName.TryParseLenient(file, out var parsed) && !File.Exists(Path.Combine(_folder, file)))
                    subdir.MarkRemoved(file, parsed.Name.ToString());
            }
        }
    }

    // A document that is damaged tells nothing; it will be written anew.
    private static IEnumerable<(RecordGroup Group, string Key, byte[] Json)> Entries(string path, RepodataEntry wanted)
    {
        if (!File.Exists(path))
            yield break;
        using var reader = new RepodataReader(File.OpenRead(path));
        while (TryRead(reader))
        {
            if (reader.Entry == wanted)
                yield return (reader.Group, reader.Key, reader.Value.ToArray());
        }
    }

    private static bool TryRead(RepodataReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // A shard's file was written when its name changed. Names that are gone are in the weekly delta index alone.
    private void ReadShards()
    {
        var shards = subdir.Shards();
        foreach (var (name, digest) in ReadIndex("repodata_shards_weekly.msgpack.zst")?.Shards ?? new Dictionary<string, Sha256?>())
        {
            if (digest is null)
                shards.Write(name, null, new DateTimeOffset(File.GetLastWriteTimeUtc(Path.Combine(_folder, "repodata_shards_weekly.msgpack.zst"))));
        }
        foreach (var (name, digest) in ReadIndex(ShardFiles.IndexName)?.Shards ?? new Dictionary<string, Sha256?>())
        {
            var file = new FileInfo(Path.Combine(_folder, ShardFiles.FolderName, digest + ShardFiles.Extension));
            if (digest is { } sha256 && file.Exists)
                shards.Write(name, sha256, file.LastWriteTimeUtc < run.Now ? new DateTimeOffset(file.LastWriteTimeUtc) : run.Now);
            subdir.MarkDirty(name);
        }
        DiscardUnreferenced(shards);
    }

    private ShardIndex? ReadIndex(string name)
    {
        var path = Path.Combine(_folder, name);
        if (!File.Exists(path))
            return null;
        try
        {
            return ShardIndexFormat.Read(Zstd.Decompress(File.ReadAllBytes(path), ShardIndex.MaxSize));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private void DiscardUnreferenced(SubdirShards shards)
    {
        var folder = Path.Combine(_folder, ShardFiles.FolderName);
        if (!Directory.Exists(folder))
            return;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*" + ShardFiles.Extension))
        {
            if (Sha256.TryParse(file.Name.AsSpan(0, file.Name.Length - ShardFiles.Extension.Length), null, out var digest))
                shards.Discard(digest, run.Now);
        }
    }
}
