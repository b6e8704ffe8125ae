using Hearth.Channels.Views;
using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Files;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Indexing;

/// <summary>
/// Writes the shards of a subdir, then the shard index and the delta indexes that name them (CEP 16). Only names that
/// changed cost anything.
/// </summary>
internal sealed class ShardFiles(IndexOptions options, IndexCache cache, CachedSubdir subdir, IndexRun run)
{
    public const string IndexName = ShardIndexView.FileName;
    public const string FolderName = "shards";
    public const string Extension = ".msgpack.zst";

    // Written and committed in pieces, so that an interrupted run does not begin again.
    private const int NamesPerCommit = 1000;

    // CEP 16 § Garbage collection: clients may hold an older index for a week.
    private static readonly TimeSpan KeepUnreferenced = TimeSpan.FromDays(7);

    private readonly string _folder = Path.Combine(options.Output, subdir.Subdir);
    private readonly SubdirShards _shards = subdir.Shards();

    /// <summary>The names that got a new shard.</summary>
    public int ChangedNames { get; private set; }

    /// <summary>Writes what is out of date.</summary>
    public void Write(RepodataInfo info, CancellationToken cancellation)
    {
        var dirty = subdir.DirtyNames;
        if (dirty.Count > 0)
            WriteShards(dirty, cancellation);
        WriteIndex(info);
        CollectGarbage();
    }

    private void WriteShards(IReadOnlyList<string> dirty, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.Combine(_folder, FolderName));
        var summaries = subdir.Summaries();
        foreach (var names in dirty.Chunk(NamesPerCommit))
        {
            cancellation.ThrowIfCancellationRequested();
            var made = names.Select(name => (Name: name, Digest: WriteShard(name))).ToList();
            cache.Database.InTransaction(() =>
            {
                foreach (var (name, digest) in made)
                {
                    _shards.Set(name, digest, run.Now);
                    Summarize(summaries, name);
                }
            });
            ChangedNames += names.Length;
            run.Report(IndexPhase.Shards, subdir.Subdir, ChangedNames, dirty.Count);
        }
    }

    private Sha256? WriteShard(string name)
    {
        if (ShardView.Make(subdir, name, subdir.RemovedOf(name)) is not { } shard)
            return null;
        var digest = Sha256.Of(shard);
        var path = PathOf(digest);
        if (new FileInfo(path) is not { Exists: true } existing || existing.Length != shard.Length)
            AtomicFile.Write(path, shard);
        return digest;
    }

    private void Summarize(SubdirSummaries summaries, string name)
    {
        if (NameSummary.Of(subdir.AboutOf(name)) is { } summary)
            summaries.Set(name, summary.ChannelData, summary.Newest);
        else
            summaries.Remove(name);
    }

    // The index says when it was made; one that would differ in nothing else stays as it is.
    private void WriteIndex(RepodataInfo info)
    {
        foreach (var (file, index) in ShardIndexView.Make(info, run.Now, _shards.All(), _shards.ChangedSince))
            WriteIndex(file, index);
    }

    private void WriteIndex(string file, ShardIndex index)
    {
        var written = subdir.Written();
        var path = Path.Combine(_folder, file);
        var stamp = Sha256.Of(Encode(index with { CreatedAt = default, ChangesSince = null }).Span).ToString();
        if (written.StampOf(file) == stamp && File.Exists(path))
            return;
        Directory.CreateDirectory(_folder);
        if (!ShowsTheSame(path, stamp))
        {
            AtomicFile.Write(path, Zstd.Compress(Encode(index).Span));
            run.Wrote(path);
        }
        written.Set(file, stamp);
    }

    // After the cache was lost, only the file itself knows what it shows.
    private static bool ShowsTheSame(string path, string stamp)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            var index = ShardIndexFormat.Read(Zstd.Decompress(File.ReadAllBytes(path), ShardIndex.MaxSize));
            return Sha256.Of(Encode(index with { CreatedAt = default, ChangesSince = null }).Span).ToString() == stamp;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static ByteBuffer Encode(ShardIndex index)
    {
        var msgpack = new ByteBuffer(index.Shards.Count * 64 + 512);
        ShardIndexFormat.Write(index, msgpack);
        return msgpack;
    }

    private void CollectGarbage()
    {
        IReadOnlyList<Sha256> garbage = [];
        cache.Database.InTransaction(() =>
        {
            garbage = _shards.TakeGarbageOlderThan(run.Now - KeepUnreferenced);
            _shards.ForgetGoneBefore(run.Now - KeepUnreferenced);
        });
        foreach (var digest in garbage)
            File.Delete(PathOf(digest));
    }

    private string PathOf(Sha256 digest) => Path.Combine(_folder, FolderName, digest + Extension);
}
