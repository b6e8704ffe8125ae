using System.Globalization;
using Hearth.Channels.Publish;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>Uploads that go on where they broke off: announce, send from the offset that the server names, until all is there.</summary>
internal static class UploadsApi
{
    /// <summary>Where the next byte belongs, in requests and answers.</summary>
    public const string OffsetHeader = "Upload-Offset";

    private const string Dialect = "hearth";

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("POST", "/api/v1/channels/{channel}/artifacts", Need.Publish, "Announces an artifact: the channel has these bytes already, or says where to send them and from which offset.", BeginAsync) { Request = nameof(NewUpload), Response = nameof(UploadDocument) },
        new("GET", "/api/v1/channels/{channel}/uploads/{upload}", Need.Publish, "Says how much of an upload has arrived.", ShowAsync) { Response = nameof(UploadDocument) },
        new("PATCH", "/api/v1/channels/{channel}/uploads/{upload}", Need.Publish, "Sends bytes from the offset in Upload-Offset on; the last ones publish the artifact.", ContinueAsync) { Response = nameof(UploadDocument) },
        new("DELETE", "/api/v1/channels/{channel}/uploads/{upload}", Need.Publish, "Gives an upload up.", EndAsync),
    ];

    private static async Task BeginAsync(ApiCall call)
    {
        var wanted = await call.ReadAsync(ApiJson.Default.NewUpload);
        if (ArtifactsApi.DigestOf(wanted.Sha256) is not { } sha256 || wanted.Size <= 0)
            throw ServerDiagnostics.BadRequest.Refuse(wanted.File, "'sha256' and 'size' say what will be sent");
        if (wanted.Size > call.MostBytesOfArtifact)
            throw PublishDiagnostics.TooLarge.Refuse(wanted.File, $"it has {wanted.Size} bytes; the channel takes {call.MostBytesOfArtifact}");
        var labels = wanted.Labels ?? [];
        ArtifactsApi.LabelsOf(labels);
        if (wanted.Subdir is { } subdir && await call.Instance.Listing.FindAsync(call.Channel.Channel.Id, subdir, wanted.File, call.Cancellation) is { } listed
            && listed.Sha256 == sha256 && !(labels.Count == 0 ? ["main"] : labels).Except(listed.Labels, StringComparer.Ordinal).Any())
        {
            await ArtifactsApi.AnswerAsync(call, new PublishOutcome.AlreadyPresent(subdir, wanted.File, sha256));
            return;
        }
        var terms = new UploadTerms { Subdir = wanted.Subdir, Size = wanted.Size, Sha256 = sha256.ToString(), Labels = labels, Overwrite = wanted.Overwrite };
        var upload = await call.Instance.Uploads.FindAsync(call.Channel.Channel.Id, Dialect, call.Actor, wanted.File, terms, call.Cancellation)
            ?? await call.Instance.Uploads.BeginAsync(call.Channel.Channel.Id, Dialect, call.Actor, wanted.File, terms, call.Cancellation);
        await SendAsync(call, upload, StatusCodes.Status201Created);
    }

    private static async Task ShowAsync(ApiCall call)
    {
        if (await FindAsync(call) is { } upload)
            await SendAsync(call, upload, StatusCodes.Status200OK);
    }

    private static async Task ContinueAsync(ApiCall call)
    {
        if (await FindAsync(call) is not { } upload)
            return;
        if (!long.TryParse(call.Request.Headers[OffsetHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            throw ServerDiagnostics.BadRequest.Refuse(upload.File, $"the header {OffsetHeader} says where the bytes belong");
        var size = upload.Terms.Size!.Value;
        var taken = offset == await ArrivedAsync(call, upload)
            ? await call.Instance.Uploads.TakeAsync(upload, offset, call.Request.Body, size - offset, PieceKind.Offset, call.Cancellation)
            : new PieceOutcome.Taken();
        if (taken is PieceOutcome.Taken)
            await SendAsync(call, upload, StatusCodes.Status409Conflict);
        else if (taken is PieceOutcome.Kept kept && offset + kept.Digests.Size == size)
            await ArtifactsApi.AnswerAsync(call, await call.PublishAsync(upload));
        else
            await SendAsync(call, upload, StatusCodes.Status200OK);
    }

    private static async Task EndAsync(ApiCall call)
    {
        if (await FindAsync(call) is not { } upload)
            return;
        await call.Instance.Uploads.EndAsync(upload, call.Cancellation);
        await call.SendAsync(StatusCodes.Status204NoContent);
    }

    // Somebody else's upload is answered as one that is not there.
    private static async Task<Upload?> FindAsync(ApiCall call)
    {
        var id = call.Part("upload");
        if (await call.Instance.Uploads.FindAsync(Dialect, id, call.Cancellation) is { } upload && upload.Channel == call.Channel.Channel.Id && upload.Actor == call.Actor)
            return upload;
        await call.RefuseAsync(StatusCodes.Status404NotFound, ServerDiagnostics.NoSuchUpload.In(null, $"there is no upload '{id}' of yours in {call.ChannelName}"));
        return null;
    }

    private static async Task<long> ArrivedAsync(ApiCall call, Upload upload) => (await call.Instance.Uploads.PiecesAsync(upload, call.Cancellation)).Sum(piece => piece.Size);

    private static async Task SendAsync(ApiCall call, Upload upload, int status)
    {
        var arrived = await ArrivedAsync(call, upload);
        call.Context.Response.Headers[OffsetHeader] = arrived.ToString(CultureInfo.InvariantCulture);
        await call.SendAsync(new UploadDocument("hearth.upload.1", upload.Id, arrived, upload.Terms.Size!.Value), ApiJson.Default.UploadDocument, status);
    }
}
