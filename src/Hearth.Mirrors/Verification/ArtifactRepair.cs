using Hearth.Channels;
using Hearth.Channels.Blobs;
using Hearth.Channels.Publish;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Verification;

/// <summary>Fetches the bytes of artifacts again, from the first source that still gives the very same.</summary>
/// <param name="store">Where they belong.</param>
/// <param name="upstream">The source or sources.</param>
/// <param name="references">Where each lies, by its digest.</param>
internal sealed class ArtifactRepair(ChannelStore store, IUpstream upstream, IReadOnlyDictionary<Sha256, string> references)
{
    /// <summary>Repairs an artifact.</summary>
    /// <returns>Null if it is right now; otherwise why no source gave it.</returns>
    public async Task<string?> RunAsync(HeldFile file, CancellationToken cancellation)
    {
        var reference = references.GetValueOrDefault(file.Sha256) ?? file.Path;
        var reasons = new List<string>();
        foreach (var source in upstream is RankedUpstreams several ? several.InOrder() : [upstream])
        {
            try
            {
                if (await source.OpenAsync(reference, etag: null, cancellation) is not UpstreamFile.Opened opened)
                {
                    reasons.Add($"{source.Name} does not have it");
                    continue;
                }
                await using (opened)
                {
                    using var received = await Receiver.ReceiveAsync(store, file.Path[(file.Path.IndexOf('/') + 1)..], opened.Content, file.Size, cancellation);
                    if (received.Digests.Sha256 == file.Sha256)
                    {
                        await ReplaceAsync(file, received, cancellation);
                        return null;
                    }
                    reasons.Add($"{source.Name} gives other bytes");
                }
            }
            catch (BadInputException e)
            {
                reasons.Add(e.Diagnostics[0].Message);
            }
            catch (Exception e) when (e is IOException or HttpRequestException && !StoreTrouble.IsFull(e))
            {
                reasons.Add($"{source.Name}: {e.Message}");
            }
        }
        return string.Join("; ", reasons);
    }

    // A store keeps what it has under a digest, whatever that is.
    private async Task ReplaceAsync(HeldFile file, ReceivedFile received, CancellationToken cancellation)
    {
        await store.Blobs.DeleteAsync(BlobSpace.Artifacts, file.Sha256, cancellation);
        if (file.CanBeFetched)
            await new RemoteArtifacts(store).KeepAsync(file.Sha256, received.Path, cancellation);
        else
            await store.Blobs.PutFileAsync(BlobSpace.Artifacts, file.Sha256, received.Path, cancellation);
    }
}
