using Hearth.Channels;
using Hearth.Channels.Blobs.S3;
using Hearth.Channels.History;
using Hearth.Mirrors.Oci;
using Hearth.Mirrors.Syncing;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Pushing;

/// <summary>Opens what can be pushed to: <c>oci://HOST/PATH</c>, <c>s3://BUCKET/PREFIX</c>, or a folder.</summary>
/// <param name="store">Where the channel is; what is made on the way is put there.</param>
/// <param name="environment">Holds what S3 tools and tools of registries read from it.</param>
public sealed class PushTargets(ChannelStore store, Func<string, string?> environment)
{
    /// <summary>How registries are asked.</summary>
    public UpstreamTerms Terms { get; init; } = new();

    /// <summary>What is shown to a registry: a token, or <c>USER:PASSWORD</c>. Null: what other tools keep for it.</summary>
    public string? Secret { get; init; }

    /// <summary>The most bytes a second; null means as many as go.</summary>
    public long? Bandwidth { get; init; }

    /// <summary>Opens a target.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="at">When the state that is pushed came to be.</param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">It is no such address, or the environment lacks what it needs.</exception>
    public IPushTarget Open(string address, DateTimeOffset at)
    {
        var throttle = Bandwidth is { } most ? new Throttle(most, store.Clock) : null;
        if (RegistryAddress.IsMeant(address))
        {
            var place = RegistryAddress.Parse(address);
            var uploads = new RegistryUploads { Throttle = throttle };
            return new RegistryTarget(new Registry(place, Terms, RegistryLogin.For(place, Secret, environment), store.Clock, uploads), new WorkFolder(store.Incoming), at);
        }
        if (address.StartsWith(S3Settings.Scheme, StringComparison.Ordinal))
        {
            var settings = S3Settings.Read(address, environment);
            return new FilesTarget(settings.ToString(), new ExportBucket(settings, store.Incoming, store.Clock), throttle);
        }
        if (address.Contains("://", StringComparison.Ordinal))
            throw MirrorDiagnostics.NotATarget.Refuse(Conda.Names.UrlSecrets.Redact(address), "a push goes to oci://HOST/PATH, s3://BUCKET/PREFIX or a folder");
        var folder = Path.GetFullPath(address);
        return new FilesTarget(folder, new ExportFolder(folder), throttle);
    }
}
