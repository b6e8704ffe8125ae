using Hearth.Channels;
using Hearth.Channels.Blobs;
using Hearth.Channels.Sources;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Time;
using Hearth.Mirrors.Oci;

namespace Hearth.Mirrors.Sources;

/// <summary>
/// Copies sources to an OCI registry: one repository for all, each source a blob under a tag that is its SHA-256 (wire-formats §16). What the registry has is
/// not sent again, so a push that was broken off goes on.
/// </summary>
/// <param name="store">Where sources are kept.</param>
/// <param name="registry">The registry; its path is the repository.</param>
/// <param name="policy">Which sources are for everyone.</param>
public sealed class SourcePush(ChannelStore store, Registry registry, SourcePolicy policy)
{
    /// <summary>What a manifest of a source says that it is.</summary>
    public const string MediaType = "application/vnd.hearth.source.v1";

    // Where the source was first, as the annotations of the image specification call it.
    private const string SourceAnnotation = "org.opencontainers.image.source";

    // A registry may lose what it took.
    private const int MostLosses = 3;

    private static readonly BlobSource Nothing = BlobSource.Of("{}"u8.ToArray());

    private readonly SourceUses _uses = new(store);

    private string Repository => registry.Address.Path;

    /// <summary>Copies.</summary>
    /// <param name="takesInternal">Whether also what is for those alone who are signed in.</param>
    /// <param name="isDryRun">Whether to ask and count only.</param>
    /// <param name="progress">Is told of each source.</param>
    /// <param name="cancellation">Stops between sources, and within them.</param>
    /// <exception cref="BadInputException">The registry refuses, or does not answer.</exception>
    public async Task<PushedSources> RunAsync(bool takesInternal, bool isDryRun, IProgress<CollectProgress>? progress, CancellationToken cancellation)
    {
        var done = new PushedSources(0, 0, 0, 0);
        await foreach (var listed in ListedSource.AllAsync(store, cancellation))
        {
            var source = listed.Source;
            // Patches and recipes are part of packages.
            if (source.Kind is not (SourceKind.File or SourceKind.Bundle))
                continue;
            if (source.Takedown is not null || source.IsDamaged || (await _uses.JudgeAsync(source.Sha256, policy, cancellation)).Audience > (takesInternal ? SourceAudience.Internal : SourceAudience.Everyone))
            {
                done = done with { Kept = done.Kept + 1 };
                continue;
            }
            done = done with { Sources = done.Sources + 1 };
            if (!await IsThereAsync(source, cancellation))
                done = done with { Sent = done.Sent + 1, Bytes = done.Bytes + (isDryRun ? source.Size : await SendAsync(listed, cancellation)) };
            progress?.Report(new CollectProgress("pushing sources", done.Sources, 0, done.Bytes));
        }
        return done;
    }

    private async Task<bool> IsThereAsync(ArchivedSource source, CancellationToken cancellation) =>
        await registry.ManifestAsync(Repository, source.Sha256.ToString(), cancellation) is { } there && there.Manifest.Layers.Any(layer => layer.Digest == OciDescriptor.Text(source.Sha256));

    private async Task<long> SendAsync(ListedSource listed, CancellationToken cancellation)
    {
        var source = listed.Source;
        var blob = new BlobSource(source.Sha256, source.Size, async stop => (await store.Blobs.OpenAsync(BlobSpace.Sources, source.Sha256, 0, stop))?.Content ?? throw new IOException($"the source {source.Sha256} is gone"));
        var manifest = ManifestOf(listed);
        var bytes = 0L;
        for (var attempt = 0; attempt < MostLosses; attempt++)
        {
            foreach (var part in (BlobSource[])[blob, Nothing])
            {
                if (!await registry.HasBlobAsync(Repository, part.Digest, cancellation))
                    bytes += await registry.PutBlobAsync(Repository, part, from: null, cancellation);
            }
            if (await registry.PutManifestAsync(Repository, source.Sha256.ToString(), manifest, cancellation) is not null)
                return bytes;
        }
        throw MirrorDiagnostics.RegistryRefuses.Refuse($"{registry.Address.Host}/{Repository}", "the registry says that it took blobs, and then that it does not have them");
    }

    private static OciManifest ManifestOf(ListedSource listed)
    {
        var source = listed.Source;
        var annotations = new Dictionary<string, string> { [OciDescriptor.Created] = Rfc3339.Format(source.Added) };
        if (listed.Urls.FirstOrDefault(url => !url.Contains(UrlSecrets.Mask, StringComparison.Ordinal)) is { } first)
            annotations[SourceAnnotation] = first;
        return new OciManifest
        {
            MediaType = OciMediaType.Manifest,
            ArtifactType = MediaType,
            Config = new OciDescriptor { MediaType = OciMediaType.Empty, Digest = OciDescriptor.Text(Nothing.Digest), Size = Nothing.Size },
            Layers =
            [
                new OciDescriptor
                {
                    MediaType = MediaType,
                    Digest = OciDescriptor.Text(source.Sha256),
                    Size = source.Size,
                    Annotations = listed.Files is [var file, ..] ? new Dictionary<string, string> { [OciDescriptor.Title] = file } : null,
                },
            ],
            Annotations = annotations,
        };
    }
}
