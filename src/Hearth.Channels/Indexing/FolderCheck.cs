using System.Text.Json;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Indexing;

/// <summary>
/// Compares a channel folder with its index, and the index's formats with each other, without writing anything: every
/// package against its record, repodata.json.zst against repodata.json, and the shards against both.
/// </summary>
public sealed class FolderCheck(IndexOptions options, IProgress<IndexProgress>? progress = null)
{
    private readonly List<Diagnostic> _differences = [];

    /// <summary>Looks at every package file and every channel file.</summary>
    /// <returns>All differences, sorted by file; none if everything agrees.</returns>
    public IReadOnlyList<Diagnostic> Run(CancellationToken cancellation = default)
    {
        if (!Directory.Exists(options.Root))
            throw IndexDiagnostics.NotAChannelFolder.Refuse(options.Folder, "there is no such folder");
        foreach (var subdir in FolderScan.Subdirs(options.Root).Where(subdir => options.Subdirs.Count == 0 || options.Subdirs.Contains(subdir)))
            Check(subdir, cancellation);
        return [.. _differences.OrderBy(difference => difference.File, StringComparer.Ordinal)];
    }

    private void Check(string subdir, CancellationToken cancellation)
    {
        var folder = Path.Combine(options.Root, subdir);
        var repodata = Path.Combine(folder, "repodata.json");
        if (!File.Exists(repodata))
        {
            Differs(repodata, "the subdir has no index");
            return;
        }
        var listed = ReadRepodata(repodata);
        CheckPackages(subdir, folder, listed, cancellation);
        CheckTwin(repodata);
        CheckShards(folder, listed);
    }

    private Dictionary<(RecordGroup Group, string Key), PackageRecord> ReadRepodata(string path)
    {
        var listed = new Dictionary<(RecordGroup, string), PackageRecord>();
        try
        {
            using var reader = new RepodataReader(File.OpenRead(path));
            while (reader.Read())
            {
                if (reader.Entry == RepodataEntry.Record)
                    listed[(reader.Group, reader.Key)] = PackageRecord.Parse(reader.Value);
            }
        }
        catch (JsonException e)
        {
            Differs(path, $"it is not repodata: {e.Message}");
        }
        return listed;
    }

    private void CheckPackages(
        string subdir, string folder, Dictionary<(RecordGroup Group, string Key), PackageRecord> listed, CancellationToken cancellation)
    {
        var files = FolderScan.Packages(folder);
        var byFile = listed.ToDictionary(entry => entry.Key.Group.FileOf(entry.Key.Key), entry => entry.Value, StringComparer.Ordinal);
        long done = 0, bytes = 0;
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            var path = Path.Combine(folder, file.Name);
            if (byFile.Remove(file.Name, out var record))
                CheckPackage(path, file, record, cancellation);
            else
                Differs(path, "the index does not list it");
            progress?.Report(new IndexProgress(IndexPhase.Reading, subdir, ++done, files.Count, bytes += file.Size));
        }
        foreach (var file in byFile.Keys)
            Differs(Path.Combine(folder, file), "the index lists it, but it is not there");
    }

    private void CheckPackage(string path, FolderFile file, PackageRecord record, CancellationToken cancellation)
    {
        if (record.Size != file.Size)
        {
            Differs(path, $"it has {file.Size} bytes, the index says {record.Size}", $"{record.Size}", $"{file.Size}");
            return;
        }
        using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var sha256 = ContentDigests.Of(handle, cancellation).Sha256.ToString();
        if (record.Text(RecordField.Sha256) != sha256)
            Differs(path, "its SHA-256 is not the one in the index", record.Text(RecordField.Sha256), sha256);
    }

    private void CheckTwin(string repodata)
    {
        var twin = repodata + ".zst";
        if (!File.Exists(twin))
        {
            Differs(twin, "it is missing");
            return;
        }
        try
        {
            using var json = File.OpenRead(repodata);
            using var unpacked = Zstd.OpenRead(File.OpenRead(twin));
            if (ContentDigests.Of(json).Sha256 != ContentDigests.Of(unpacked).Sha256)
                Differs(twin, "it does not hold what repodata.json holds");
        }
        catch (InvalidDataException e)
        {
            Differs(twin, e.Message);
        }
    }

    private void CheckShards(string folder, Dictionary<(RecordGroup Group, string Key), PackageRecord> listed)
    {
        var indexFile = Path.Combine(folder, ShardFiles.IndexName);
        if (!File.Exists(indexFile))
        {
            Differs(indexFile, "it is missing");
            return;
        }
        var missing = listed.Keys.ToHashSet();
        try
        {
            var index = ShardIndexFormat.Read(Zstd.Decompress(File.ReadAllBytes(indexFile), ShardIndex.MaxSize));
            foreach (var (name, digest) in index.Shards)
                CheckShard(Path.Combine(folder, ShardFiles.FolderName, digest + ShardFiles.Extension), name, digest, listed, missing);
        }
        catch (InvalidDataException e)
        {
            Differs(indexFile, e.Message);
        }
        foreach (var (group, key) in missing)
            Differs(indexFile, $"no shard holds {group.FileOf(key)}, which repodata.json lists");
    }

    private void CheckShard(
        string path,
        string name,
        Sha256? digest,
        Dictionary<(RecordGroup Group, string Key), PackageRecord> listed,
        HashSet<(RecordGroup Group, string Key)> missing)
    {
        if (!File.Exists(path))
        {
            Differs(path, $"the shard of {name} is missing");
            return;
        }
        var compressed = File.ReadAllBytes(path);
        if (Sha256.Of(compressed) != digest)
        {
            Differs(path, $"the shard of {name} does not have the digest that it is named by");
            return;
        }
        using var reader = new RepodataReader(new MemoryStream(ShardReader.ToJson(Zstd.Decompress(compressed, ShardIndex.MaxShardSize))));
        while (reader.Read())
        {
            if (reader.Entry != RepodataEntry.Record)
                continue;
            missing.Remove((reader.Group, reader.Key));
            var inShard = PackageRecord.From(PackageRecord.Parse(reader.Value).ToBuilder().Remove(RecordField.RunExports));
            if (!listed.TryGetValue((reader.Group, reader.Key), out var inRepodata))
                Differs(path, $"the shard of {name} holds {reader.Key}, which repodata.json does not list");
            else if (!inRepodata.Equals(inShard))
                Differs(path, $"the shard of {name} and repodata.json differ in {reader.Key}");
        }
    }

    private void Differs(string file, string message, string? expected = null, string? actual = null) =>
        _differences.Add(IndexDiagnostics.IndexDiffers.In(file, message) with { Expected = expected, Actual = actual });
}
