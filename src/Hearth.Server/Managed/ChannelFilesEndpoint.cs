using System.Globalization;
using Hearth.Channels.Blobs;
using Hearth.Channels.Live;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Upstream;
using Hearth.Server.Folders;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Managed;

/// <summary>
/// Answers requests for the files of managed channels (wire-formats §1). Shards cost no row of the database, and neither does
/// anything else that <see cref="LiveChannels"/> holds.
/// </summary>
internal sealed class ChannelFilesEndpoint(LiveChannels channels, HotBlobs blobs, ArtifactFiles artifacts, Attestations attestations, DatedFilesEndpoint past, IBlobStore? redirectsTo, TimeProvider clock)
{
    /// <summary>
    /// Goes with every answer of a mirror, and of a virtual channel that has one as a member: seconds since its source was last looked at
    /// with success.
    /// </summary>
    public const string AgeHeader = "Hearth-Upstream-Age";

    private const string ShardFolder = "/shards/";
    private const string ShardSuffix = ".msgpack.zst";

    // Beside each artifact that has any: a list of Sigstore bundles (CEP 27, wire-formats §17).
    private const string AttestationSuffix = ".attestation.json";

    // Long enough for a client that retries, short enough that an address found in a log is of no use.
    private static readonly TimeSpan AddressLifetime = TimeSpan.FromMinutes(10);

    private static readonly FileHeaders ShardHeaders = new(ContentTypes.Of(ShardSuffix), CachePolicy.Immutable, LastModified: null);

    /// <summary>Finds what a path names.</summary>
    public bool TryRead(string path, out ChannelPath named)
    {
        var found = ChannelPath.TryRead(channels, path, out var read);
        named = read ?? default;
        return found;
    }

    /// <summary>Answers with a file of a channel that the requester may read.</summary>
    /// <param name="context">The request.</param>
    /// <param name="named">What its path names.</param>
    /// <param name="isPrivate">Whether no shared cache may keep the answer.</param>
    public Task AnswerAsync(HttpContext context, ChannelPath named, bool isPrivate)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            return Refusal.MethodNotAllowed.SendAsync(context);
        TellAge(context, named);
        // A shard is what its name says, whenever it is asked for.
        if (TryReadShard(named.Rest, out var digest))
            return SendAsync(context, isPrivate, blobs.FindAsync(named.Channel.Shards, digest, ShardHeaders, context.RequestAborted));
        if (named.Dated is { } dated)
            return past.AnswerAsync(context, named, dated, isPrivate);
        if (named.Channel.Find(named.Label, named.Rest) is { } file)
            return SendAsync(context, isPrivate, FindViewAsync(context, named, file));
        if (named.Rest.EndsWith(AttestationSuffix, StringComparison.Ordinal))
            return AnswerAttestationsAsync(context, named, named.Rest[..^AttestationSuffix.Length], isPrivate);
        if (!ArtifactFileName.TryParseLenient(FileOf(named.Rest), out _))
            return Refusal.NotFound.SendAsync(context);
        return redirectsTo is not null && HttpMethods.IsGet(context.Request.Method)
            ? SendOnAsync(context, named, isPrivate, redirectsTo)
            : AnswerArtifactAsync(context, named, isPrivate);
    }

    /// <summary>Answers with a shard whose bytes are in memory, without waiting for anything; null if it is none.</summary>
    public Task? AnswerHeld(HttpContext context, ChannelPath named, bool isPrivate)
    {
        if (!TryReadShard(named.Rest, out var digest) || blobs.TryFind(named.Channel.Shards, digest, ShardHeaders) is not { IsInMemory: true } held)
            return null;
        TellAge(context, named);
        return RepresentationAnswer.SendAsync(context, held, isPrivate);
    }

    private void TellAge(HttpContext context, ChannelPath named)
    {
        if (named.Dated is null && channels.LookedAt(named.Channel) is { } looked)
            context.Response.Headers[AgeHeader] = ((long)(clock.GetUtcNow() - looked).TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    private async Task<Representation?> FindViewAsync(HttpContext context, ChannelPath named, ViewFile file)
    {
        // Whoever mirrors the channel can follow its changes instead of comparing its indexes.
        if (named.Label == Label.Main)
        {
            context.Response.Headers[UpstreamFeed.Header] = $"{context.Request.PathBase}/api/v1/channels/{Uri.EscapeDataString(named.Channel.Channel.Name.ToString())}/changes";
            context.Response.Headers[UpstreamFeed.RevisionHeader] = file.Revision.ToString(CultureInfo.InvariantCulture);
        }
        var space = named.Channel.Views;
        var headers = new FileHeaders(ContentTypes.Of(named.Rest), CachePolicy.Of(named.Rest, artifactsNeverChange: true), DateOf(file.At));
        // A part of a coded answer would be of no use to a client that thinks in bytes of the file, as JLAP's do.
        if (headers.VariesByCoding && context.Request.Headers.Range.Count == 0 && ContentCoding.AcceptedBy(context.Request.Headers.AcceptEncoding).Contains(ContentCoding.Zstd)
            && named.Channel.Find(named.Label, named.Rest + ContentCoding.Zstd.Suffix) is { } twin && twin.Revision == file.Revision)
            return await blobs.FindAsync(space, twin.Digest, headers, context.RequestAborted, ContentCoding.Zstd);
        return await blobs.FindAsync(space, file.Digest, headers, context.RequestAborted);
    }

    // The address is its own credential, so no cache may keep the answer; what it leads to is the store's to say.
    private async Task SendOnAsync(HttpContext context, ChannelPath named, bool isPrivate, IBlobStore store)
    {
        if (await LookUpAsync(named, context.RequestAborted) is not var (digest, _, _)
            || store.SignedAddressOf(BlobSpace.Artifacts, digest, AddressLifetime) is not { } address
            || (MayBeElsewhere(named) && !await artifacts.IsHeldAsync(digest, context.RequestAborted)))
        {
            await AnswerArtifactAsync(context, named, isPrivate);
            return;
        }
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = address.AbsoluteUri;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = 0;
    }

    private ValueTask<(Sha256 Digest, long Size, DateTimeOffset At)?> LookUpAsync(ChannelPath named, CancellationToken cancellation)
    {
        var slash = named.Rest.IndexOf('/');
        return slash < 0 ? default : channels.FindArtifactAsync(named.Channel, named.Label, named.Rest[..slash], named.Rest[(slash + 1)..], cancellation);
    }

    private static bool MayBeElsewhere(ChannelPath named) => named.Channel.Channel.Settings is { Mirror: not null } or { Virtual: not null };

    private async Task AnswerArtifactAsync(HttpContext context, ChannelPath named, bool isPrivate)
    {
        if (await LookUpAsync(named, context.RequestAborted) is not var (digest, _, at))
        {
            await Refusal.NotFound.SendAsync(context);
            return;
        }
        var caching = named.Channel.Channel.Settings.Overwrite ? CachePolicy.AskEachTime : CachePolicy.Immutable;
        await artifacts.AnswerAsync(context, digest, new FileHeaders(ContentTypes.Of(named.Rest), caching, DateOf(at)), isPrivate);
    }

    private async Task AnswerAttestationsAsync(HttpContext context, ChannelPath named, string artifact, bool isPrivate)
    {
        var slash = artifact.IndexOf('/');
        var bundles = slash >= 0 && await channels.FindArtifactAsync(named.Channel, named.Label, artifact[..slash], artifact[(slash + 1)..], context.RequestAborted) is var (digest, _, _)
            ? await attestations.OfAsync(named.Channel.Channel.Id, digest, context.RequestAborted)
            : [];
        if (bundles.Count == 0)
        {
            await Refusal.NotFound.SendAsync(context);
            return;
        }
        var response = context.Response;
        response.Headers.ContentType = ContentTypes.Json;
        response.Headers.CacheControl = isPrivate ? "private, no-cache" : "public, no-cache";
        await response.BodyWriter.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"[{string.Join(',', bundles.Select(bundle => bundle.Bundle))}]"), context.RequestAborted);
    }

    private static async Task SendAsync(HttpContext context, bool isPrivate, Task<Representation?> finding)
    {
        if (await finding is { } found)
            await RepresentationAnswer.SendAsync(context, found, isPrivate);
        else
            await Refusal.NotFound.SendAsync(context);
    }

    private static bool TryReadShard(string rest, out Sha256 digest)
    {
        digest = default;
        var folder = rest.IndexOf(ShardFolder, StringComparison.Ordinal);
        return folder > 0 && rest.EndsWith(ShardSuffix, StringComparison.Ordinal) && Sha256.TryParse(rest.AsSpan((folder + ShardFolder.Length)..^ShardSuffix.Length), null, out digest);
    }

    private static string FileOf(string rest) => rest[(rest.LastIndexOf('/') + 1)..];

    private static string DateOf(DateTimeOffset at) => at.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
}
