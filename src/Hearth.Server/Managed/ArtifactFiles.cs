using Hearth.Channels.Blobs;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors;
using Hearth.Mirrors.PullThrough;
using Hearth.Server.Api;
using Hearth.Server.Folders;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Managed;

/// <summary>Answers with artifacts: from the store, or from the source of a mirror while they arrive.</summary>
internal sealed class ArtifactFiles(HotBlobs blobs, IBlobStore store, PulledArtifacts pulled)
{
    /// <summary>When to ask again for what no source gives; seconds.</summary>
    public const string RetryAfter = "30";

    /// <summary>Whether the store has it.</summary>
    public async Task<bool> IsHeldAsync(Sha256 digest, CancellationToken cancellation) => await store.SizeAsync(BlobSpace.Artifacts, digest, cancellation) is not null;

    /// <summary>Answers a GET or HEAD request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="digest">The artifact.</param>
    /// <param name="headers">What goes with it.</param>
    /// <param name="isPrivate">Whether no shared cache may keep the answer.</param>
    public async Task AnswerAsync(HttpContext context, Sha256 digest, FileHeaders headers, bool isPrivate)
    {
        if (await blobs.FindAsync(BlobSpace.Artifacts, digest, headers, context.RequestAborted) is { } held)
        {
            await RepresentationAnswer.SendAsync(context, held, isPrivate);
            return;
        }
        var via = context.Request.Headers.Via is { Count: > 0 } chain ? chain.ToString() : null;
        switch (await pulled.FindAsync(digest, via, HttpMethods.IsGet(context.Request.Method), context.RequestAborted))
        {
            case PullOutcome.Arriving arriving:
                var representation = new Representation(headers, digest, arriving.Size, arriving.OpenAsync) { AnswersWithin = Timeout.InfiniteTimeSpan };
                await RepresentationAnswer.SendAsync(context, representation, isPrivate);
                break;
            case PullOutcome.Unavailable unavailable:
                await RefuseAsync(context, unavailable.IsTimeout ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway, unavailable.Problems);
                break;
            case PullOutcome.Busy:
                await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, [MirrorDiagnostics.NotHeld.In(null, "the artifact is listed and not held, and too many others are being fetched")]);
                break;
            case PullOutcome.Loop loop:
                await RefuseAsync(context, StatusCodes.Status508LoopDetected, [loop.Problem]);
                break;
            default:
                await Refusal.NotFound.SendAsync(context);
                break;
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status, IReadOnlyList<Diagnostic> problems)
    {
        var body = new ApiRefusal(status, problems).ToJson();
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.ContentType = ContentTypes.Json;
        response.Headers.CacheControl = "no-store";
        response.Headers.RetryAfter = RetryAfter;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
