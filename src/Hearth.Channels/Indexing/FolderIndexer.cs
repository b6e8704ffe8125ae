using Hearth.Channels.Views;
using Hearth.Conda.Names;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Indexing;

/// <summary>
/// Makes a folder of packages a conda channel, and keeps it one: reads what changed, writes what depends on it, in the order
/// shards, shard indexes, documents, channel files. A crash at any moment leaves a channel that clients can use, and the next
/// run goes on where it stopped.
/// </summary>
public sealed class FolderIndexer(IndexOptions options, TimeProvider time, IProgress<IndexProgress>? progress = null)
{
    /// <summary>Where the indexer keeps its own files, below the channel folder.</summary>
    public const string StateFolder = ".hearth";

    /// <summary>Indexes the folder.</summary>
    /// <param name="arrivals">Files that are known to have come, changed or gone, as <c>SUBDIR/FILE</c>: nothing else is looked at. Null looks at everything.</param>
    /// <param name="scope">Whether to write everything, or only the shards and their indexes, and leave the rest to a later run.</param>
    /// <param name="cancellation">Stops at the next safe place; nothing that was done is lost.</param>
    /// <exception cref="BadInputException">The options or the folder cannot be used, or a file is bad and the options say strict.</exception>
    public IndexReport Run(
        IReadOnlyCollection<string>? arrivals = null, IndexScope scope = IndexScope.Everything, CancellationToken cancellation = default)
    {
        CheckOptions();
        var run = new IndexRun(options.Output, time.GetUtcNow(), progress);
        using var held = IndexLock.Acquire(
            Path.Combine(options.Output, StateFolder, "index.lock"), options.Wait, () => run.Report(IndexPhase.Waiting, null), cancellation);
        if (held.PreviousHolderDied)
            Leftovers.Delete(options.Output);
        using var cache = IndexCache.Open(Path.Combine(options.Output, StateFolder, "index.db"));
        var all = FolderScan.Subdirs(options.Root).Union(cache.SubdirNames()).Order(StringComparer.Ordinal).Select(cache.Subdir).ToList();
        var chosen = all.Where(subdir => options.Subdirs.Count == 0 || options.Subdirs.Contains(subdir.Subdir)).ToList();
        RefuseUnknownRevisions(chosen);
        if (cache.IsNew)
            all.ForEach(subdir => new CacheRecovery(options, cache, subdir, run).Run());

        var work = chosen.Select(subdir => new SubdirWork(subdir, options, cache, run)).ToList();
        foreach (var subdir in work)
            subdir.Update(FilesOf(arrivals, subdir.Name), cancellation);
        foreach (var subdir in work)
            subdir.WriteShards(cancellation);
        if (scope == IndexScope.Everything)
        {
            foreach (var subdir in work)
                subdir.WriteDocuments(cancellation);
            new ChannelFiles(options, cache, run).Write(all);
            foreach (var problem in NoticesFile.Check(options.Root))
                run.Add(problem);
        }
        return new IndexReport([.. work.Select(subdir => subdir.Report())], run.Written, run.Diagnostics);
    }

    private void CheckOptions()
    {
        if (!Directory.Exists(options.Root))
            throw IndexDiagnostics.NotAChannelFolder.Refuse(options.Folder, "there is no such folder", "make it and put packages into SUBDIR/ below it");
        foreach (var subdir in options.Subdirs)
        {
            if (!Subdir.TryParse(subdir, null, out _))
                throw IndexDiagnostics.NotAChannelFolder.Refuse(options.Folder, $"'{subdir}' is not the name of a subdir");
        }
        if (options.Relations?.Problem() is { } problem)
            throw IndexDiagnostics.BadRelations.Refuse(null, problem);
    }

    private void RefuseUnknownRevisions(IEnumerable<CachedSubdir> subdirs)
    {
        var obstacles = subdirs
            .Select(subdir => new WrittenRepodata(Path.Combine(options.Output, subdir.Subdir), subdir.Written()).Obstacle())
            .OfType<Diagnostic>()
            .ToList();
        if (obstacles.Count > 0)
            throw new BadInputException(obstacles);
    }

    private static List<string>? FilesOf(IReadOnlyCollection<string>? arrivals, string subdir) =>
        arrivals?.Where(path => path.StartsWith(subdir + "/", StringComparison.Ordinal)).Select(path => path[(subdir.Length + 1)..]).ToList();

    private sealed class SubdirWork(CachedSubdir subdir, IndexOptions options, IndexCache cache, IndexRun run)
    {
        private readonly SubdirUpdate _update = new(options, cache, subdir, run);
        private readonly ShardFiles _shards = new(options, cache, subdir, run);
        private readonly Lazy<RepodataInfo> _info = new(() => new RepodataInfo
        {
            Subdir = subdir.Subdir,
            BaseUrl = options.BaseUrl is { } url ? $"{url.TrimEnd('/')}/{subdir.Subdir}/" : null,
            Relations = options.Relations,
            Revision3 = RepodataView.SummarizeRevision3(subdir) is { } summary ? summary with { Message = options.Revision3Message } : null,
        });

        public string Name => subdir.Subdir;

        public void Update(IReadOnlyCollection<string>? only, CancellationToken cancellation) => _update.Run(only, cancellation);

        public void WriteShards(CancellationToken cancellation) => _shards.Write(_info.Value, cancellation);

        public void WriteDocuments(CancellationToken cancellation) => new SubdirFiles(options, subdir, run).Write(_info.Value, cancellation);

        public SubdirReport Report() => new(subdir.Subdir, subdir.RecordCount, _update.Added, _update.Removed, _shards.ChangedNames);
    }
}
