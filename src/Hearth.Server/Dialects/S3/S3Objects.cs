using System.Globalization;
using System.Security;
using System.Text;
using Hearth.Channels.Publish;
using Hearth.Foundation.Hashing;
using Hearth.Server.Api;
using Hearth.Server.Auth;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects.S3;

/// <summary>
/// As much of S3 as uploaders of packages use (wire-formats §10): the channel is the bucket, <c>subdir/file</c> the key. The log
/// and the views follow by themselves; nobody needs to index.
/// </summary>
internal static class S3Objects
{
    private const string Pattern = "/s3/{channel}/{subdir}/{file}";
    private const string Dialect = "s3";
    private const string Xml = "application/xml";
    private const string NoPayload = "UNSIGNED-PAYLOAD";

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        Endpoint("PUT", Need.Publish, "Publishes the artifact in the body, or takes a part of it (?partNumber&uploadId).", PutAsync),
        Endpoint("POST", Need.Publish, "Begins an upload in parts (?uploads), or completes it (?uploadId).", PostAsync),
        Endpoint("HEAD", Need.Read, "Says whether the channel has an artifact.", HeadAsync),
        Endpoint("DELETE", Need.Publish, "Gives an upload in parts up (?uploadId); artifacts are not deleted this way.", DeleteAsync),
    ];

    private static ApiEndpoint Endpoint(string method, Need need, string summary, Func<ApiCall, Task> handle) =>
        new(method, Pattern, need, summary, call => AnswerSignedAsync(call, handle)) { Dialect = Dialect, Refuse = RefuseAsync };

    // The token is both the session's and the secret: that it came along says who asks, that it signed says that nobody altered the request.
    private static Task AnswerSignedAsync(ApiCall call, Func<ApiCall, Task> handle) =>
        SigV4.AccessKeyOf(call.Request) is null || SigV4.IsSigned(call.Request, call.Request.Headers[SigV4.TokenHeader].ToString(), call.Instance.Store.Clock.GetUtcNow())
            ? handle(call)
            : call.RefuseAsync(StatusCodes.Status403Forbidden, ServerDiagnostics.BadSignature.In(null, "the signature is not that of the token, or its date is not now"));

    private static Task PutAsync(ApiCall call) => call.Query("uploadId") is { } id ? PutPartAsync(call, id) : PutObjectAsync(call);

    private static Task PostAsync(ApiCall call)
    {
        if (call.Query("uploads") is not null)
            return BeginAsync(call);
        return call.Query("uploadId") is { } id ? CompleteAsync(call, id) : throw ServerDiagnostics.BadRequest.Refuse(null, "?uploads or ?uploadId is expected");
    }

    private static async Task PutObjectAsync(ApiCall call)
    {
        var terms = TermsOf(call);
        var outcome = await call.PublishAsync(call.Part("file"), BodyOf(call), request => request with
        {
            Subdir = terms.Subdir,
            Overwrite = terms.Overwrite,
            ExpectedSha256 = ArtifactsApi.DigestOf(terms.Sha256) ?? PayloadDigest(call),
            ExpectedMd5 = terms.Md5 is { } md5 ? Md5.Parse(md5) : null,
        });
        await AnswerAsync(call, outcome, "");
    }

    private static async Task BeginAsync(ApiCall call)
    {
        var upload = await call.Instance.Uploads.BeginAsync(call.Channel.Channel.Id, Dialect, call.Actor, call.Part("file"), TermsOf(call), call.Cancellation);
        await SendAsync(call, $"<InitiateMultipartUploadResult><Bucket>{call.ChannelName}</Bucket><Key>{KeyOf(call)}</Key><UploadId>{upload.Id}</UploadId></InitiateMultipartUploadResult>");
    }

    private static async Task PutPartAsync(ApiCall call, string id)
    {
        if (await FindAsync(call, id) is not { } upload)
            return;
        var number = call.Query("partNumber", 0, 0, long.MaxValue);
        if (number is < 1 or > Uploads.MostPieces)
            throw ServerDiagnostics.BadRequest.Refuse(upload.File, $"partNumber is a number from 1 to {Uploads.MostPieces}");
        var kept = (PieceOutcome.Kept)await call.Instance.Uploads.TakeAsync(upload, number, BodyOf(call), call.MostBytesOfArtifact, PieceKind.Numbered, call.Cancellation);
        call.Context.Response.Headers.ETag = $"\"{kept.Digests.Md5}\"";
        await call.SendAsync(StatusCodes.Status200OK);
    }

    private static async Task CompleteAsync(ApiCall call, string id)
    {
        if (await FindAsync(call, id) is { } upload)
            await AnswerAsync(call, await call.PublishAsync(upload), $"<CompleteMultipartUploadResult><Bucket>{call.ChannelName}</Bucket><Key>{KeyOf(call)}</Key><ETag>\"{{0}}\"</ETag></CompleteMultipartUploadResult>");
    }

    private static async Task DeleteAsync(ApiCall call)
    {
        if (call.Query("uploadId") is not { } id)
        {
            await call.RefuseAsync(StatusCodes.Status405MethodNotAllowed, ServerDiagnostics.BadRequest.In(null, "artifacts are removed through another interface, with a reason"));
            return;
        }
        if (await FindAsync(call, id) is not { } upload)
            return;
        await call.Instance.Uploads.EndAsync(upload, call.Cancellation);
        await call.SendAsync(StatusCodes.Status204NoContent);
    }

    private static async Task HeadAsync(ApiCall call)
    {
        if (await call.Instance.Listing.FindAsync(call.Channel.Channel.Id, call.Part("subdir"), call.Part("file"), call.Cancellation) is not { } artifact)
        {
            call.Context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var response = call.Context.Response;
        response.ContentLength = artifact.Record.Size;
        response.Headers.ETag = $"\"{artifact.Record.Text("md5"u8)}\"";
        response.Headers.LastModified = artifact.At.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        response.Headers["x-amz-meta-package-sha256"] = artifact.Sha256.ToString();
    }

    // Without If-None-Match the sender wants it replaced, as S3 does; the channel still has to allow it.
    private static UploadTerms TermsOf(ApiCall call) => new()
    {
        Subdir = call.Part("subdir"),
        Overwrite = call.Request.Headers.IfNoneMatch != "*",
        Sha256 = ArtifactsApi.DigestOf(Header(call, "x-amz-meta-package-sha256"))?.ToString(),
        Md5 = Md5.TryParse(Header(call, "x-amz-meta-package-md5"), null, out var md5) ? md5.ToString() : null,
    };

    private static Stream BodyOf(ApiCall call) => Header(call, "x-amz-content-sha256")?.StartsWith("STREAMING-", StringComparison.Ordinal) == true
        ? new AwsChunkedStream(call.Request.BodyReader)
        : call.Request.Body;

    // The signature covers what the header says of the body, so the body has to be that.
    private static Sha256? PayloadDigest(ApiCall call) =>
        Header(call, "x-amz-content-sha256") is { } text && text != NoPayload && Sha256.TryParse(text, null, out var digest) ? digest : null;

    private static async Task<Upload?> FindAsync(ApiCall call, string id)
    {
        if (await call.Instance.Uploads.FindAsync(Dialect, id, call.Cancellation) is { } upload
            && upload.Channel == call.Channel.Channel.Id && upload.Actor == call.Actor && upload.File == call.Part("file") && upload.Terms.Subdir == call.Part("subdir"))
            return upload;
        await call.RefuseAsync(StatusCodes.Status404NotFound, ServerDiagnostics.NoSuchUpload.In(null, $"'{id}' is no upload of yours"));
        return null;
    }

    private static async Task AnswerAsync(ApiCall call, PublishOutcome outcome, string document)
    {
        if (ArtifactsApi.ProblemsOf(outcome).Count > 0)
        {
            // 412 is how S3 says that If-None-Match: * was not fulfilled.
            var exists = outcome is PublishOutcome.Conflict && call.Request.Headers.IfNoneMatch == "*";
            await call.RefuseAsync(exists ? StatusCodes.Status412PreconditionFailed : ArtifactsApi.StatusOf(outcome), ArtifactsApi.ProblemsOf(outcome));
            return;
        }
        var artifact = await call.Instance.Listing.FindAsync(call.Channel.Channel.Id, call.Part("subdir"), call.Part("file"), call.Cancellation);
        var tag = artifact?.Record.Text("md5"u8) ?? "";
        call.Context.Response.Headers.ETag = $"\"{tag}\"";
        if (document.Length == 0)
            await call.SendAsync(StatusCodes.Status200OK);
        else
            await SendAsync(call, document.Replace("{0}", tag, StringComparison.Ordinal));
    }

    private static Task RefuseAsync(ApiCall call, ApiRefusal refusal)
    {
        var problem = refusal.First;
        return SendAsync(call, $"<Error><Code>{CodeOf(refusal)}</Code><Message>{SecurityElement.Escape(problem.ToString())}</Message><Resource>{SecurityElement.Escape(call.Request.Path)}</Resource></Error>", refusal.Status);
    }

    // The codes that S3's clients know.
    private static string CodeOf(ApiRefusal refusal) => refusal.Status switch
    {
        StatusCodes.Status403Forbidden when refusal.First.Kind == ServerDiagnostics.BadSignature => "SignatureDoesNotMatch",
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => "AccessDenied",
        StatusCodes.Status404NotFound => refusal.First.Kind == ServerDiagnostics.NoSuchUpload ? "NoSuchUpload" : "NoSuchBucket",
        StatusCodes.Status405MethodNotAllowed => "MethodNotAllowed",
        StatusCodes.Status409Conflict => "InvalidObjectState",
        StatusCodes.Status412PreconditionFailed => "PreconditionFailed",
        StatusCodes.Status413PayloadTooLarge => "EntityTooLarge",
        StatusCodes.Status503ServiceUnavailable => "SlowDown",
        _ => refusal.Problems.Any(problem => problem.Kind == PublishDiagnostics.DigestMismatch) ? "BadDigest" : "InvalidRequest",
    };

    private static string KeyOf(ApiCall call) => SecurityElement.Escape($"{call.Part("subdir")}/{call.Part("file")}");

    private static string? Header(ApiCall call, string name) => call.Request.Headers[name] is [{ Length: > 0 } value, ..] ? value : null;

    private static Task SendAsync(ApiCall call, string document, int status = StatusCodes.Status200OK) =>
        call.SendAsync(status, Xml, Encoding.UTF8.GetBytes("""<?xml version="1.0" encoding="UTF-8"?>""" + document));
}
