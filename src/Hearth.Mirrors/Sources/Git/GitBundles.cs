using System.Globalization;
using Hearth.Channels;
using Hearth.Channels.Sources;
using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Sources.Git;

/// <summary>
/// Archives revisions of repositories as bundles, with the bundles of their submodules and the files that git keeps elsewhere (LFS). A bundle is the same bytes whenever and wherever it is
/// made, as long as git and its compression are; the tree hash is what proves its files.
/// </summary>
/// <param name="store">Where work is done.</param>
/// <param name="policy">Whom to ask, and how much to take.</param>
/// <param name="terms">Who asks, and how.</param>
internal sealed class GitBundles(ChannelStore store, SourcePolicy policy, CollectTerms terms)
{
    private const string Submodule = "160000";
    private const int MostAttributes = 200;
    private const int MostTold = 100;
    private const int MostRemovals = 50;

    private static readonly TimeSpan BetweenRemovals = TimeSpan.FromMilliseconds(100);

    private readonly SourceArchive _archive = new(store);

    /// <summary>Archives a revision.</summary>
    /// <returns>The bundle.</returns>
    /// <exception cref="GitTroubleException">It cannot be had, or is larger than the policy allows.</exception>
    /// <exception cref="IOException">The disk is full, or the store is away.</exception>
    public Task<ArchivedSource> ArchiveAsync(SourceReference reference, CancellationToken cancellation) => ArchiveAsync(reference, depth: 0, new Counter(), cancellation);

    private async Task<ArchivedSource> ArchiveAsync(SourceReference reference, int depth, Counter counter, CancellationToken cancellation)
    {
        if (reference.Revision is { Length: 40 } commit && await _archive.OfRevisionAsync(commit.ToLowerInvariant(), cancellation) is { IsDamaged: false, Lacks: "" } held)
            return held;
        var folder = Directory.CreateDirectory(Path.Combine(store.Incoming, "source-" + Guid.NewGuid().ToString("n"))).FullName;
        try
        {
            // A repository and its bundle lie in the folder together.
            var git = new GitProgram(Directory.CreateDirectory(Path.Combine(folder, "repository")).FullName, terms.Git, policy.MostBytes);
            return await ArchiveAsync(new GitRepository(git, policy, terms), reference, folder, depth, counter, cancellation);
        }
        finally
        {
            await RemoveAsync(folder);
        }
    }

    private async Task<ArchivedSource> ArchiveAsync(GitRepository repository, SourceReference reference, string folder, int depth, Counter counter, CancellationToken cancellation)
    {
        var url = reference.Urls[0];
        var commit = await repository.FetchAsync(url, reference, cancellation);
        if (await _archive.OfRevisionAsync(commit, cancellation) is { IsDamaged: false, Lacks: "" } held)
            return held;
        var files = await repository.FilesAsync(commit, cancellation);
        var lacks = new List<string>();
        var parts = await PartsAsync(repository, url, files, lacks, depth, counter, cancellation);
        foreach (var (path, large) in await LargeFilesAsync(repository, url, commit, files, Path.Combine(folder, "large"), lacks, cancellation))
            parts[path] = large;
        var bundle = Path.Combine(folder, "bundle");
        await using (var output = new FileStream(bundle, FileMode.CreateNew, FileAccess.Write))
            await repository.BundleAsync(commit, output, policy.MostBytes, cancellation);
        SourceDigests digests;
        await using (var input = File.OpenRead(bundle))
            digests = (await SourceDigests.OfAsync(input, Stream.Null, long.MaxValue, cancellation))!;
        var source = new NewSource
        {
            Digests = digests,
            Kind = SourceKind.Bundle,
            Actor = terms.Actor,
            Urls = [$"git+{url}#{commit}"],
            FileNames = [NameOf(url, commit)],
            Revision = commit,
            Tree = await repository.TreeAsync(commit, cancellation),
            Lacks = lacks.Count <= MostTold ? string.Join("; ", lacks) : string.Create(CultureInfo.InvariantCulture, $"{string.Join("; ", lacks.Take(MostTold))}; and {lacks.Count - MostTold} more"),
            Parts = parts,
        };
        if (await _archive.KeepFileAsync(bundle, source, cancellation) == KeepOutcome.TakenDown)
            throw new GitTroubleException("the bundle was taken down");
        return (await _archive.FindAsync(digests.Sha256, cancellation))!;
    }

    private async Task<Dictionary<string, Sha256>> PartsAsync(
        GitRepository repository, string url, IReadOnlyList<(string Mode, string Id, string Path)> files, List<string> lacks, int depth, Counter counter, CancellationToken cancellation)
    {
        var parts = new Dictionary<string, Sha256>(StringComparer.Ordinal);
        var modules = files.Where(file => file.Mode == Submodule).ToList();
        if (modules.Count == 0)
            return parts;
        var settings = files.FirstOrDefault(file => file.Path == ".gitmodules" && file.Mode != Submodule);
        var urls = settings.Id is null ? new Dictionary<string, string>() : GitModules.Read(await repository.BlobAsync(settings.Id, cancellation));
        foreach (var (_, id, path) in modules)
        {
            if (!urls.TryGetValue(path, out var written))
            {
                lacks.Add($"the submodule {path}: .gitmodules does not say where it is");
                continue;
            }
            if (depth == terms.Git.MostDepth || ++counter.Submodules > terms.Git.MostSubmodules)
            {
                lacks.Add($"the submodule {path}: there are too many within each other");
                continue;
            }
            try
            {
                var reference = new SourceReference { Kind = SourceReference.GitKind, Urls = [GitModules.Resolve(url, written)], Revision = id };
                parts[path] = (await ArchiveAsync(reference, depth + 1, counter, cancellation)).Sha256;
            }
            catch (GitTroubleException e)
            {
                lacks.Add($"the submodule {path}: {e.Message}");
            }
        }
        return parts;
    }

    private async Task<Dictionary<string, Sha256>> LargeFilesAsync(
        GitRepository repository, string url, string commit, IReadOnlyList<(string Mode, string Id, string Path)> files, string file, List<string> lacks, CancellationToken cancellation)
    {
        if (!await HasLargeFilesAsync(repository, files, cancellation))
            return [];
        var pointers = await repository.LargeFilesAsync(commit, files, cancellation);
        using var large = new LargeFiles(store, policy, terms);
        return await large.CollectAsync(url, pointers, file, lacks, cancellation);
    }

    private static async Task<bool> HasLargeFilesAsync(GitRepository repository, IReadOnlyList<(string Mode, string Id, string Path)> files, CancellationToken cancellation)
    {
        foreach (var (_, id, _) in files.Where(file => file.Mode != Submodule && file.Path.Split('/')[^1] == ".gitattributes").Take(MostAttributes))
        {
            if ((await repository.BlobAsync(id, cancellation)).Contains("filter=lfs", StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    private static string NameOf(string url, string commit)
    {
        var name = url.Split('?')[0].TrimEnd('/');
        name = name[(name.LastIndexOf('/') + 1)..];
        if (name.EndsWith(".git", StringComparison.Ordinal))
            name = name[..^4];
        return string.Create(CultureInfo.InvariantCulture, $"{name}-{commit}.bundle");
    }

    // What a program that was ended had begun may still appear for an instant.
    private static async Task RemoveAsync(string folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Unlock(folder);
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (attempt < MostRemovals)
            {
                await Task.Delay(BetweenRemovals, CancellationToken.None);
            }
        }
    }

    // Git makes its objects read-only, which keeps them from being deleted on Windows.
    private static void Unlock(string folder)
    {
        if (!OperatingSystem.IsWindows())
            return;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
            file.Attributes = FileAttributes.Normal;
    }

    private sealed class Counter
    {
        public int Submodules { get; set; }
    }
}
