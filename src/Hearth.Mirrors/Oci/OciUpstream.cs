using System.IO.Compression;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Upstream;
using Hearth.Packages.Compression;

namespace Hearth.Mirrors.Oci;

/// <summary>A channel in a registry, in the layout in use. Its tags are the digests of what the files are, so a file that is as it was costs one small answer.</summary>
public sealed class OciUpstream(RegistryAddress address, UpstreamTerms terms, RegistryLogin? login, TimeProvider clock) : IUpstream
{
    // What channels in registries have in place of a plain repodata.json.
    private static readonly (string MediaType, Func<Stream, Stream> Open)[] Compressed =
    [
        (OciMediaType.RepodataGzip, content => new GZipStream(content, CompressionMode.Decompress)),
        (OciMediaType.RepodataBz2, content => Bzip2.OpenRead(content)),
    ];

    private readonly Registry _registry = new(address, terms, login, clock);

    public string Name => address.ToString();

    public async Task<UpstreamFile> OpenAsync(string reference, string? etag, string? via, CancellationToken cancellation)
    {
        var path = PathOf(reference);
        if (CondaLayout.Problem(path, address.Path) is not null)
            return new UpstreamFile.Absent();
        var place = CondaLayout.PlaceOf(path);
        var repository = $"{address.Path}/{place.Repository}";
        if (CondaLayout.DigestOf(path) is { } shard)
            return await _registry.OpenBlobAsync(repository, shard, cancellation) ?? (UpstreamFile)new UpstreamFile.Absent();
        if (await FindAsync(repository, place, cancellation) is not { } manifest)
            return new UpstreamFile.Absent();
        if (LayerOf(manifest, place, path) is var (layer, open) && OciDescriptor.Read(layer.Digest) is { } digest)
            return await OpenAsync(repository, layer, digest, open, etag, cancellation);
        return new UpstreamFile.Absent();
    }

    public void Dispose() => _registry.Dispose();

    private async Task<OciManifest?> FindAsync(string repository, OciPlace place, CancellationToken cancellation)
    {
        try
        {
            return (await _registry.ManifestAsync(repository, place.Tag, cancellation))?.Manifest;
        }
        // There are registries that deny to strangers what is not there.
        catch (BadInputException e) when (login is null && place.Tag == CondaLayout.Latest && e.Diagnostics.All(problem => problem.Kind == MirrorDiagnostics.RegistryLogin))
        {
            return null;
        }
    }

    private async Task<UpstreamFile> OpenAsync(string repository, OciDescriptor layer, Sha256 digest, Func<Stream, Stream>? open, string? etag, CancellationToken cancellation)
    {
        var tag = $"\"{digest}\"";
        if (etag == tag)
            return new UpstreamFile.Unchanged();
        var blob = await _registry.OpenBlobAsync(repository, digest, cancellation)
            ?? throw MirrorDiagnostics.NotWhatItSays.Refuse($"{address.Host}/{repository}", "the manifest names a blob that the registry does not have");
        // Packages are held to their records.
        var content = layer.MediaType is OciMediaType.PackageConda or OciMediaType.PackageTarBz2 ? blob.Content : new ProvenStream(blob.Content, digest);
        return open is null ? new UpstreamFile.Opened(content, layer.Size, tag) : new UpstreamFile.Opened(open(content), null, tag);
    }

    private static (OciDescriptor Layer, Func<Stream, Stream>? Open)? LayerOf(OciManifest manifest, OciPlace place, string path)
    {
        var file = path[(path.LastIndexOf('/') + 1)..];
        var layers = manifest.Layers.Where(layer => layer.MediaType == place.MediaType).ToList();
        // Not everyone writes titles; a layer that is the only one of its kind is meant.
        if ((layers.Find(layer => layer.Annotations?.GetValueOrDefault(OciDescriptor.Title) == file) ?? (layers.Count == 1 ? layers[0] : null)) is { } plain)
            return (plain, null);
        if (place.MediaType != OciMediaType.Repodata)
            return manifest.Layers.Count == 1 && IsOfOwnName(place) ? (manifest.Layers[0], null) : null;
        foreach (var (type, open) in Compressed)
        {
            if (manifest.Layers.FirstOrDefault(layer => layer.MediaType == type) is { } compressed)
                return (compressed, open);
        }
        return null;
    }

    private static bool IsOfOwnName(OciPlace place) => place is { Tag: CondaLayout.Latest, MediaType: not (OciMediaType.RepodataZst or OciMediaType.RepodataBz2 or OciMediaType.Shards) };

    // Metadata may name packages by URLs of their own; nothing but this registry is asked.
    private string PathOf(string reference)
    {
        var path = Uri.UnescapeDataString(reference);
        return path.Contains("://", StringComparison.Ordinal) || path.StartsWith('/') || path.Split('/').Contains("..")
            ? throw MirrorDiagnostics.HostNotNamed.Refuse(Name, $"it leads to '{Conda.Names.UrlSecrets.Redact(reference)}', which is not in the registry's channel")
            : path;
    }
}
