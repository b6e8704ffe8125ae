using Hearth.Channels;
using Hearth.Channels.Log;
using Hearth.Channels.Sources;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Metadata;

namespace Hearth.Mirrors.Sources;

/// <summary>
/// Collects what the artifacts of a channel were built from. Follows the channel's log: each artifact's recipe is read once, whichever channels list it,
/// and each source that recipes name is looked for until it is held. Broken off at any instant, the next run goes on.
/// </summary>
/// <param name="store">The channel's store, and the archive's.</param>
/// <param name="policy">Whom to ask, and how much to take.</param>
/// <param name="terms">Who asks, and how.</param>
public sealed class SourceCollection(ChannelStore store, SourcePolicy policy, CollectTerms terms)
{
    private const int ArtifactsAtATime = 200;

    private readonly SourceManifests _manifests = new(store);
    private readonly SourceNeeds _needs = new(store);
    private readonly SourceArchive _archive = new(store);
    private readonly ArtifactRecipes _recipes = new(store);

    /// <summary>Collects.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Stops between sources, and within them.</param>
    /// <exception cref="IOException">The disk is full, or the store is away.</exception>
    public async Task<CollectReport> RunAsync(ManagedChannel channel, IProgress<CollectProgress>? progress, CancellationToken cancellation)
    {
        var problems = new List<Diagnostic>();
        var read = await FollowAsync(channel, problems, progress, cancellation);
        DateTimeOffset? due = terms.Retries ? null : store.Clock.GetUtcNow();
        var tally = new Tally(await _needs.MissingAsync(channel.Id, due, cancellation), progress);
        using var fetch = new SourceFetch(store, policy, terms);
        await Parallel.ForEachAsync(
            tally.Needs,
            new ParallelOptions { MaxDegreeOfParallelism = terms.Parallel, CancellationToken = cancellation },
            async (need, stop) => tally.Count(await fetch.RunAsync(need, tally.Add, stop)));
        return new CollectReport(read, tally.Collected, tally.Bytes, tally.Missing, tally.Changed, [.. problems, .. tally.Problems]);
    }

    /// <summary>Says what a collection would do. Reads recipes; asks nobody, and changes nothing.</summary>
    public async Task<CollectPlan> PlanAsync(ManagedChannel channel, IProgress<CollectProgress>? progress, CancellationToken cancellation)
    {
        DateTimeOffset? due = terms.Retries ? null : store.Clock.GetUtcNow();
        var wanted = (await _needs.MissingAsync(channel.Id, due, cancellation)).Select(need => need.Reference).ToHashSet(StringComparer.Ordinal);
        var unarchivable = new HashSet<string>(StringComparer.Ordinal);
        var (artifacts, unreadable) = (0, 0);
        await foreach (var artifact in NewAsync(channel, isDryRun: true, cancellation))
        {
            var (_, sources) = await _recipes.ReadAsync(artifact, cancellation);
            artifacts++;
            progress?.Report(new CollectProgress("reading recipes", artifacts));
            unreadable += sources.Problem is null ? 0 : 1;
            foreach (var reference in sources.Sources.Select(source => source.Reference))
                (reference.WhyNot is null ? wanted : unarchivable).Add(reference.ToJson());
        }
        var hosts = wanted.Select(SourceReference.Parse)
            .SelectMany(reference => reference.Urls.Select(url => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Host : "").Where(host => host.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase))
            .GroupBy(host => host, StringComparer.OrdinalIgnoreCase)
            .Select(group => (group.Key, group.Count(), policy.MayAsk(group.Key)))
            .OrderByDescending(host => host.Item2).ThenBy(host => host.Key, StringComparer.Ordinal);
        return new CollectPlan(artifacts, unreadable, wanted.Count, unarchivable.Count, [.. hosts]);
    }

    private async Task<int> FollowAsync(ManagedChannel channel, List<Diagnostic> problems, IProgress<CollectProgress>? progress, CancellationToken cancellation)
    {
        var read = 0;
        await foreach (var artifact in NewAsync(channel, isDryRun: false, cancellation))
        {
            var manifest = await ManifestAsync(artifact, cancellation);
            await _manifests.SetAsync(manifest, cancellation);
            if (manifest.Problem is { } problem)
                problems.Add(SourceDiagnostics.Unread.In(artifact.ToString(), problem));
            read++;
            progress?.Report(new CollectProgress("reading recipes", read));
        }
        return read;
    }

    // Those that the log brought since it was last followed, and those that could not be read then.
    private async IAsyncEnumerable<FollowedArtifact> NewAsync(ManagedChannel channel, bool isDryRun, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var artifact in await _manifests.UnreadAsync(channel.Id, terms.Retries, cancellation))
        {
            if (await _recipes.IsHeldAsync(artifact, cancellation))
                yield return artifact;
        }
        var (revision, _) = await _manifests.FollowedAsync(channel.Id, cancellation);
        var seen = new HashSet<Foundation.Hashing.Sha256>();
        while (true)
        {
            var added = await _manifests.AddedAsync(channel.Id, revision, ArtifactsAtATime, cancellation);
            foreach (var artifact in added.Where(artifact => !artifact.HasManifest && seen.Add(artifact.Sha256)))
                yield return artifact;
            if (added.Count > 0)
                revision = added[^1].Revision;
            if (!isDryRun)
                await _manifests.FollowAsync(channel.Id, revision, cancellation);
            if (added.Count < ArtifactsAtATime)
                yield break;
            seen.Clear();
        }
    }

    private async Task<SourceManifest> ManifestAsync(FollowedArtifact artifact, CancellationToken cancellation)
    {
        var (recipe, sources) = await _recipes.ReadAsync(artifact, cancellation);
        var manifest = new SourceManifest { Artifact = artifact.Sha256, Package = artifact.Name, Problem = sources.Problem };
        // What is there and cannot be read is a gap, not nothing.
        if (sources.Problem is { } problem && problem != SourceManifest.NotHeld)
            manifest = manifest with { Sources = [Unread(artifact, sources.Path, problem)] };
        if (recipe is null)
            return manifest;
        var patches = new List<ManifestPatch>();
        foreach (var path in sources.Sources.SelectMany(source => source.Patches))
            patches.Add(new ManifestPatch(path, await KeepAsync(recipe, RecipeSources.PathOf(recipe, path), SourceKind.Patch, cancellation)));
        return manifest with
        {
            Licence = ArtifactRecipes.LicenceOf(recipe),
            RecipePath = sources.Path,
            Recipe = sources.Path is { } at ? await KeepAsync(recipe, at, SourceKind.Recipe, cancellation) : null,
            Sources = sources.Problem is not null ? manifest.Sources : [.. sources.Sources.Select(source => new ManifestSource(source.Reference.Kind, source.Reference.ToJson(), source.Reference.WhyNot, source.Folder))],
            Patches = patches,
        };
    }

    private static ManifestSource Unread(FollowedArtifact artifact, string? path, string problem)
    {
        var reference = new SourceReference { Kind = SourceReference.UnreadableKind, Urls = [$"{path ?? "the recipe"} of {artifact.File}"], WhyNot = problem };
        return new ManifestSource(reference.Kind, reference.ToJson(), reference.WhyNot, null);
    }

    private async Task<Foundation.Hashing.Sha256?> KeepAsync(PackageRecipe recipe, string path, SourceKind kind, CancellationToken cancellation)
    {
        if (recipe.Find(path) is not { } content)
            return null;
        var digests = await SourceDigests.OfAsync(content, cancellation);
        var source = new NewSource { Digests = digests, Kind = kind, Actor = terms.Actor, FileNames = [path[(path.LastIndexOf('/') + 1)..]] };
        return await _archive.KeepBytesAsync(content, source, cancellation) == KeepOutcome.TakenDown ? null : digests.Sha256;
    }

    private sealed class Tally(IReadOnlyList<SourceNeed> needs, IProgress<CollectProgress>? progress)
    {
        private readonly Lock _gate = new();
        private readonly List<Diagnostic> _problems = [];
        private long _received;
        private int _done;

        public IReadOnlyList<SourceNeed> Needs => needs;

        public int Collected { get; private set; }

        public int Missing { get; private set; }

        public int Changed { get; private set; }

        public long Bytes { get; private set; }

        public IReadOnlyList<Diagnostic> Problems => _problems;

        public void Add(int bytes) => Interlocked.Add(ref _received, bytes);

        public void Count(FetchOutcome outcome)
        {
            lock (_gate)
            {
                _done++;
                Bytes += outcome.Bytes;
                if (outcome.State == NeedState.Held)
                    Collected++;
                else if (outcome.State == NeedState.Changed)
                    Changed++;
                else
                    Missing++;
                if (outcome.Problem is { } problem)
                    _problems.Add(problem);
                progress?.Report(new CollectProgress("collecting sources", _done, needs.Count, Interlocked.Read(ref _received)));
            }
        }
    }
}
