using System.Collections.Concurrent;
using System.Globalization;
using Hearth.Channels.History;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Time;
using Hearth.Mirrors.Oci;
using Hearth.Mirrors.Syncing;

namespace Hearth.Mirrors.Pushing;

/// <summary>
/// Pushes to a registry, in the layout in use. A unit is a manifest: both archives of a build, a shard, or the documents of a subdir. Blobs are
/// sent first, so a tag never stands for what is not there.
/// </summary>
/// <param name="registry">The registry.</param>
/// <param name="work">A folder for what is made on the way; this target's own.</param>
/// <param name="at">When the state that is pushed came to be: the second tag of its documents.</param>
internal sealed class RegistryTarget(Registry registry, WorkFolder work, DateTimeOffset at) : IPushTarget
{
    // A registry that lost blobs once is sent them once more.
    private const int MostLosses = 2;
    private const int MostParallel = 64;

    private static readonly BlobSource Nothing = BlobSource.Of("{}"u8.ToArray());

    private readonly string _root = registry.Address.Path;
    private readonly ConcurrentDictionary<string, Lazy<Task>> _haveNothing = new(StringComparer.Ordinal);
    private string? _hasNothing;

    public string Name => registry.Address.ToString();

    public int Parallel => MostParallel;

    public IEnumerable<PushUnit> UnitsOf(IReadOnlyList<ExportedFile> files) => files
        .GroupBy(file => CondaLayout.PlaceOf(file.Path).Key, StringComparer.Ordinal)
        .Select(group => new PushUnit(group.Key, [.. group]));

    public string? Problem(PushUnit unit) => unit.Files.Select(file => CondaLayout.Problem(file.Path, _root)).FirstOrDefault(problem => problem is not null);

    public async Task<bool> IsUnchangedAsync(string key, Sha256 proof, CancellationToken cancellation) => await ManifestAsync(key, cancellation) is var (_, digest) && digest == proof;

    public async Task<bool> IsThereAsync(string key, CancellationToken cancellation) => await ManifestAsync(key, cancellation) is not null;

    public async Task<Sha256?> FindAsync(PushUnit unit, CancellationToken cancellation)
    {
        if (unit.Files.Any(file => file.Digest is null))
            return null;
        if (await ManifestAsync(unit.Key, cancellation) is not var (manifest, digest))
            return null;
        return unit.Files.All(file => manifest.Layers.Any(layer => layer.Digest == OciDescriptor.Text(file.Digest!.Value) && layer.MediaType == CondaLayout.PlaceOf(file.Path).MediaType)) ? digest : null;
    }

    public async Task<PutUnit> PutAsync(PushUnit unit, bool mayBeThere, CancellationToken cancellation)
    {
        try
        {
            return await PutLayersAsync(unit, mayBeThere, cancellation);
        }
        catch (IOException e)
        {
            throw MirrorDiagnostics.Unavailable.Refuse(unit.Files[0].Path, e.Message);
        }
    }

    public ValueTask DisposeAsync()
    {
        registry.Dispose();
        work.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<(OciManifest Manifest, Sha256 Digest)?> ManifestAsync(string key, CancellationToken cancellation)
    {
        var colon = key.LastIndexOf(':');
        return registry.ManifestAsync($"{_root}/{key[..colon]}", key[(colon + 1)..], cancellation);
    }

    private async Task<PutUnit> PutLayersAsync(PushUnit unit, bool mayBeThere, CancellationToken cancellation)
    {
        var made = new List<IAsyncDisposable>();
        try
        {
            var layers = new List<(OciDescriptor Descriptor, BlobSource Blob)>();
            foreach (var file in unit.Files.OrderByDescending(file => file.Path.EndsWith(".conda", StringComparison.Ordinal)))
                layers.Add(await LayerOfAsync(file, made, cancellation));
            var place = CondaLayout.PlaceOf(unit.Files[0].Path);
            if (place.MediaType is OciMediaType.PackageConda or OciMediaType.PackageTarBz2)
                layers.AddRange(await InsidesOfAsync(layers[0], made, cancellation));
            return await PutManifestAsync(place, layers, unit.Files.Max(file => file.At), mayBeThere, cancellation);
        }
        finally
        {
            foreach (var temporary in made)
                await temporary.DisposeAsync();
        }
    }

    private async Task<PutUnit> PutManifestAsync(OciPlace place, List<(OciDescriptor Descriptor, BlobSource Blob)> layers, DateTimeOffset? created, bool mayBeThere, CancellationToken cancellation)
    {
        var repository = $"{_root}/{place.Repository}";
        var manifest = new OciManifest
        {
            MediaType = OciMediaType.Manifest,
            ArtifactType = layers[0].Descriptor.MediaType,
            Config = new OciDescriptor { MediaType = OciMediaType.Empty, Digest = OciDescriptor.Text(Nothing.Digest), Size = Nothing.Size },
            Layers = [.. layers.Select(layer => layer.Descriptor)],
            Annotations = created is { } instant ? new Dictionary<string, string> { [OciDescriptor.Created] = Rfc3339.Format(instant) } : null,
        };
        var bytes = 0L;
        for (var losses = 0; losses <= MostLosses; losses++)
        {
            foreach (var (_, blob) in layers.DistinctBy(layer => layer.Descriptor.Digest))
            {
                if ((losses == 0 && !mayBeThere) || !await registry.HasBlobAsync(repository, blob.Digest, cancellation))
                    bytes += await registry.PutBlobAsync(repository, blob, from: null, cancellation);
            }
            if (losses > 0)
                _haveNothing.TryRemove(repository, out _);
            await PutNothingAsync(repository, losses == 0 ? _hasNothing : null, cancellation);
            if (await registry.PutManifestAsync(repository, place.Tag, manifest, cancellation) is not { } digest)
                continue;
            _hasNothing ??= repository;
            if (place is { Tag: CondaLayout.Latest, MediaType: OciMediaType.Repodata or OciMediaType.RepodataZst or OciMediaType.Shards })
                await registry.PutManifestAsync(repository, at.UtcDateTime.ToString("yyyy.MM.dd.HH.mm", CultureInfo.InvariantCulture), manifest, cancellation);
            return new PutUnit(digest, bytes);
        }
        throw MirrorDiagnostics.RegistryRefuses.Refuse($"{registry.Address.Host}/{repository}", "the registry says that it took blobs, and then that it does not have them");
    }

    // The configuration of all manifests of a repository is one blob; registries confuse it when it is put twice at the same time.
    private async Task PutNothingAsync(string repository, string? from, CancellationToken cancellation)
    {
        var put = _haveNothing.GetOrAdd(repository, name => new Lazy<Task>(() => registry.PutBlobAsync(name, Nothing, from, cancellation)));
        try
        {
            await put.Value.WaitAsync(cancellation);
        }
        catch
        {
            _haveNothing.TryRemove(new KeyValuePair<string, Lazy<Task>>(repository, put));
            throw;
        }
    }

    private async Task<(OciDescriptor, BlobSource)> LayerOfAsync(ExportedFile file, List<IAsyncDisposable> made, CancellationToken cancellation)
    {
        var blob = file.Digest is { } digest && await SizeOfAsync(file, cancellation) is { } size
            ? new BlobSource(digest, size, stop => OpenAsync(file, stop))
            : await SpoolAsync(file, made, cancellation);
        var annotations = new Dictionary<string, string> { [OciDescriptor.Title] = file.Path[(file.Path.LastIndexOf('/') + 1)..] };
        if (file.At is { } at)
            annotations[OciDescriptor.Created] = Rfc3339.Format(at);
        if (file.Md5 is { } md5)
            annotations[OciDescriptor.CondaMd5] = md5.ToString();
        return (Describe(CondaLayout.PlaceOf(file.Path).MediaType, blob, annotations), blob);
    }

    private async Task<List<(OciDescriptor, BlobSource)>> InsidesOfAsync((OciDescriptor Descriptor, BlobSource Blob) package, List<IAsyncDisposable> made, CancellationToken cancellation)
    {
        await using var content = await package.Blob.OpenAsync(cancellation);
        var insides = PackageLayers.Of(package.Descriptor.Annotations![OciDescriptor.Title], content, work.Path, cancellation);
        made.Add(insides);
        return [(Describe(OciMediaType.Info, insides.Info, null), insides.Info), (Describe(OciMediaType.Index, insides.Index, null), insides.Index)];
    }

    private static async Task<long?> SizeOfAsync(ExportedFile file, CancellationToken cancellation)
    {
        if (file.Size is { } size)
            return size;
        await using var content = await OpenAsync(file, cancellation);
        return content.CanSeek ? content.Length : null;
    }

    private async Task<BlobSource> SpoolAsync(ExportedFile file, List<IAsyncDisposable> made, CancellationToken cancellation)
    {
        var spooled = new FileStream(
            Path.Combine(work.Path, "push-" + Guid.NewGuid().ToString("n")), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.DeleteOnClose);
        made.Add(spooled);
        await using (var content = await OpenAsync(file, cancellation))
            await content.CopyToAsync(spooled, cancellation);
        await spooled.FlushAsync(cancellation);
        var digests = ContentDigests.Of(spooled.SafeFileHandle, cancellation);
        if (file.Digest is { } expected && expected != digests.Sha256)
            throw MirrorDiagnostics.NotHeldForPush.Refuse(file.Path, $"its bytes here have the SHA-256 {digests.Sha256}, and not {expected}");
        return new BlobSource(digests.Sha256, digests.Size, _ => Task.FromResult<Stream>(new FileStream(spooled.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)));
    }

    private static async Task<Stream> OpenAsync(ExportedFile file, CancellationToken cancellation) =>
        await file.OpenAsync(cancellation) ?? throw MirrorDiagnostics.NotHeldForPush.Refuse(file.Path, "its bytes are not here");

    private static OciDescriptor Describe(string mediaType, BlobSource blob, IReadOnlyDictionary<string, string>? annotations) =>
        new() { MediaType = mediaType, Digest = OciDescriptor.Text(blob.Digest), Size = blob.Size, Annotations = annotations };
}
