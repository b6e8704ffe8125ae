using System.Globalization;
using Hearth.Channels.History;
using Hearth.Channels.Selections;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;
using Hearth.Foundation.Time;
using Hearth.Server.Api;
using Hearth.Server.Folders;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Managed;

/// <summary>
/// Answers requests for the past of managed channels. Every state has one address that answers by itself and never changes,
/// <c>snapshot/rN/</c>; the others lead there. Shards and artifacts are the same at each.
/// </summary>
internal sealed class DatedFilesEndpoint(ChannelHistory history, PastFiles past, ArtifactFiles artifacts)
{
    private const int ChunkSize = 1 << 16;

    // What a moment stands for hardly changes, but snapshots can be deleted.
    private const string RedirectCaching = "max-age=60";

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>Answers with a file as it was.</summary>
    /// <param name="context">A GET or HEAD request.</param>
    /// <param name="named">What its path names.</param>
    /// <param name="dated">The moment in it.</param>
    /// <param name="isPrivate">Whether no shared cache may keep the answer.</param>
    public async Task AnswerAsync(HttpContext context, ChannelPath named, DatedPath dated, bool isPrivate)
    {
        if (!Moment.TryParse(dated.Moment, CultureInfo.InvariantCulture, out var moment))
        {
            var problem = HistoryDiagnostics.BadMoment.In(null, "the address names no moment", "a revision like r123, an instant like 2026-11-01T10:15:00Z, a date like 2026-11-01, a time ago like 7d, or the name of a snapshot");
            await RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }
        switch (await history.ResolveAsync(named.Channel.Channel, moment, context.RequestAborted))
        {
            case MomentOutcome.Found found when ViewName.OfLabel(named.Label) is { } view && !await history.HadViewAsync(named.Channel.Channel, view, found.Revision, context.RequestAborted):
                await Refusal.NotFound.SendAsync(context);
                break;
            case MomentOutcome.Found found:
                await AnswerAsync(context, named, dated, moment, found, isPrivate);
                break;
            case MomentOutcome.Future future:
                await RefuseAsync(context, StatusCodes.Status400BadRequest, future.Problem);
                break;
            case MomentOutcome.Pending pending:
                context.Response.Headers.RetryAfter = AskAgainAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
                await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, pending.Problem);
                break;
            case MomentOutcome.Absent absent:
                await RefuseAsync(context, StatusCodes.Status404NotFound, absent.Problem);
                break;
        }
    }

    private Task AnswerAsync(HttpContext context, ChannelPath named, DatedPath dated, Moment moment, MomentOutcome.Found found, bool isPrivate)
    {
        if (ArtifactFileName.TryParseLenient(named.Rest.AsSpan(named.Rest.LastIndexOf('/') + 1), out _))
            return AnswerArtifactAsync(context, named, found, isPrivate);
        // Every revision has its address; only what was said otherwise leads elsewhere.
        var revision = moment is Moment.AtRevision asked ? asked.Number : found.Revision;
        if (!dated.IsCanonical(revision))
            return RedirectAsync(context, dated.ToCanonical(found.Revision) + context.Request.QueryString, isPrivate);
        return named.Rest.Length == 0 ? DescribeAsync(context, named, revision, found, isPrivate) : AnswerFileAsync(context, named, revision, found, isPrivate);
    }

    private async Task AnswerFileAsync(HttpContext context, ChannelPath named, long revision, MomentOutcome.Found found, bool isPrivate)
    {
        if (await past.FindAsync(named.Channel.Channel, named.Label, named.Rest, revision, context.RequestAborted) is not { } file)
        {
            await Refusal.NotFound.SendAsync(context);
            return;
        }
        var headers = new FileHeaders(ContentTypes.Of(named.Rest), CachePolicy.Immutable, DateOf(found.At));
        if (file.Content is { } content)
            await RepresentationAnswer.SendAsync(context, new Representation(headers, content), isPrivate);
        else if (file.Length is { } length)
            await RepresentationAnswer.SendAsync(context, new Representation(headers, file.Tag, length, file.OpenAsync), isPrivate);
        else
            await StreamAsync(context, file, headers, isPrivate);
    }

    private async Task AnswerArtifactAsync(HttpContext context, ChannelPath named, MomentOutcome.Found found, bool isPrivate)
    {
        var slash = named.Rest.IndexOf('/');
        if (slash < 0 || await past.FindArtifactAsync(named.Channel.Channel.Id, named.Label, named.Rest[..slash], named.Rest[(slash + 1)..], found.Revision, context.RequestAborted) is not var (digest, at))
            await Refusal.NotFound.SendAsync(context);
        else
            await artifacts.AnswerAsync(context, digest, new FileHeaders(ContentTypes.Of(named.Rest), CachePolicy.Immutable, DateOf(at)), isPrivate);
    }

    // Nobody has made the document before, so its length is known at its end.
    private static async Task StreamAsync(HttpContext context, PastFile file, FileHeaders headers, bool isPrivate)
    {
        var response = context.Response;
        response.Headers.ETag = $"\"{file.Tag.ToString()[..32]}\"";
        response.Headers.CacheControl = isPrivate ? headers.Caching.Private : headers.Caching.Public;
        response.Headers.LastModified = headers.LastModified;
        response.Headers.ContentType = headers.ContentType;
        response.Headers.XContentTypeOptions = "nosniff";
        if (context.Request.Headers.IfNoneMatch.ToString().Contains(response.Headers.ETag.ToString(), StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        await using var content = await file.OpenAsync(0, context.RequestAborted);
        while (true)
        {
            var read = await content.ReadAsync(response.BodyWriter.GetMemory(ChunkSize), context.RequestAborted);
            if (read == 0)
                return;
            response.BodyWriter.Advance(read);
            if ((await response.BodyWriter.FlushAsync(context.RequestAborted)).IsCompleted)
                return;
        }
    }

    private static Task DescribeAsync(HttpContext context, ChannelPath named, long revision, MomentOutcome.Found found, bool isPrivate)
    {
        var json = new JsonObjectBuilder()
            .Set("schema"u8, "hearth.moment.1")
            .Set("channel"u8, named.Channel.Channel.Name.ToString())
            .Set("label"u8, named.Label.ToString())
            .Set("revision"u8, revision)
            .Set("state"u8, found.Revision)
            .Set("shown_at"u8, Rfc3339.Format(found.At))
            .Build();
        var headers = new FileHeaders(ContentTypes.Json, CachePolicy.Immutable, DateOf(found.At));
        return RepresentationAnswer.SendAsync(context, new Representation(headers, json), isPrivate);
    }

    private static Task RedirectAsync(HttpContext context, string address, bool isPrivate)
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = address;
        context.Response.Headers.CacheControl = $"{(isPrivate ? "private" : "public")}, {RedirectCaching}";
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext context, int status, Diagnostic problem)
    {
        var body = new ApiRefusal(status, problem).ToJson();
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.ContentType = ContentTypes.Json;
        response.Headers.CacheControl = "no-cache";
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.BodyWriter.WriteAsync(body).AsTask();
    }

    private static string DateOf(DateTimeOffset at) => at.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
}
