using System.Text;
using System.Text.Json.Nodes;
using Hearth.Channels.Indexing;
using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;
using Hearth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Channels.Tests.Indexing;

/// <summary>A channel folder for one test, with a clock that the test moves.</summary>
internal sealed class IndexedFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    public string Path => _folder.Path;

    public string PathTo(params string[] parts) => _folder.PathTo(parts);

    public string Add(TinyPackage package, string subdir = "noarch", string extension = ".conda") => package.WriteTo(PathTo(subdir), extension);

    public IndexReport Index(Func<IndexOptions, IndexOptions>? change = null, IReadOnlyCollection<string>? arrivals = null)
    {
        var options = new IndexOptions { Folder = Path };
        return new FolderIndexer(change?.Invoke(options) ?? options, Clock).Run(arrivals);
    }

    public JsonNode Json(params string[] parts) => JsonNode.Parse(File.ReadAllBytes(PathTo(parts)))!;

    public string Text(params string[] parts) => File.ReadAllText(PathTo(parts));

    /// <summary>The record of a file in repodata.json.</summary>
    public JsonNode? Record(string file, string subdir = "noarch") =>
        Json(subdir, "repodata.json")[file.EndsWith(".conda", StringComparison.Ordinal) ? "packages.conda" : "packages"]![file];

    public ShardIndex ShardIndex(string subdir = "noarch", string file = "repodata_shards.msgpack.zst") =>
        ShardIndexFormat.Read(Zstd.Decompress(File.ReadAllBytes(PathTo(subdir, file)), 1 << 20));

    /// <summary>The shard of a name, as JSON of repodata's shape.</summary>
    public JsonNode Shard(string name, string subdir = "noarch")
    {
        var file = PathTo(subdir, "shards", ShardIndex(subdir).Shards[name] + ".msgpack.zst");
        return JsonNode.Parse(ShardReader.ToJson(Zstd.Decompress(File.ReadAllBytes(file), 1 << 20)))!;
    }

    /// <summary>Every channel file with its bytes, but those of the indexer's own state.</summary>
    public SortedDictionary<string, string> Snapshot()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
        {
            var relative = System.IO.Path.GetRelativePath(Path, file);
            if (!relative.StartsWith(FolderIndexer.StateFolder, StringComparison.Ordinal))
                files[relative] = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));
        }
        return files;
    }

    public void DeleteCache() => Directory.Delete(PathTo(FolderIndexer.StateFolder), recursive: true);

    public void Patch(string instructions, string subdir = "noarch")
    {
        Directory.CreateDirectory(PathTo(subdir));
        File.WriteAllText(PathTo(subdir, "patch_instructions.json"), instructions, new UTF8Encoding(false));
    }

    public void Dispose() => _folder.Dispose();
}
