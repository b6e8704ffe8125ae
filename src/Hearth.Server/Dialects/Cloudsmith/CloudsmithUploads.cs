using System.Text.Json.Serialization;
using Hearth.Channels.Publish;
using Hearth.Foundation.Hashing;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects.Cloudsmith;

/// <summary>
/// Uploads as Cloudsmith's clients send them (wire-formats §10): announce a file, post it as a form or put it in parts, complete
/// it, make a package of it. The repository is the channel; its owner is not looked at.
/// </summary>
internal static class CloudsmithUploads
{
    private const string Root = "/api/cloudsmith";
    private const string Dialect = "cloudsmith";

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        Endpoint("POST", "files/{owner}/{channel}", Need.Publish, "Announces a file.", CreateAsync),
        Endpoint("POST", "upload/{channel}/{upload}", Need.Nothing, "Takes the file as a form; the signed address is the credential.", PostAsync),
        Endpoint("PUT", "upload/{channel}/{upload}", Need.Nothing, "Takes a part of the file (&part_number=…); the signed address is the credential.", PutAsync),
        Endpoint("POST", "files/{owner}/{channel}/{upload}/complete", Need.Publish, "Says that all parts are sent.", CompleteAsync),
        Endpoint("POST", "packages/{owner}/{channel}/upload/conda", Need.Publish, "Publishes the file.", PublishAsync),
    ];

    private static ApiEndpoint Endpoint(string method, string pattern, Need need, string summary, Func<ApiCall, Task> handle) =>
        new(method, $"{Root}/{pattern}", need, summary, handle) { Dialect = Dialect, Refuse = ApiRefusal.WithMessageIn("detail") };

    private static async Task CreateAsync(ApiCall call)
    {
        var wish = await call.ReadAsync(CloudsmithJson.Default.CloudsmithFile);
        if (wish.Md5Checksum is { } said && !Md5.TryParse(said, null, out _))
            throw ServerDiagnostics.BadRequest.Refuse(wish.Filename, $"'{said}' is not a MD5 in hexadecimal");
        var upload = await call.Instance.Uploads.BeginAsync(
            call.Channel.Channel.Id, Dialect, call.Actor, wish.Filename, new UploadTerms { Md5 = wish.Md5Checksum?.ToLowerInvariant() }, call.Cancellation);
        var url = Capability.UrlOf(call, $"{Root}/upload/{Uri.EscapeDataString(call.ChannelName.ToString())}", upload);
        await call.SendAsync(new CloudsmithPlace(upload.Id, url, new Dictionary<string, string>(StringComparer.Ordinal) { ["key"] = wish.Filename }), CloudsmithJson.Default.CloudsmithPlace, StatusCodes.Status202Accepted);
    }

    private static async Task PostAsync(ApiCall call)
    {
        if (await Capability.FindAsync(call, Dialect) is not { } upload)
            return;
        var found = false;
        await foreach (var part in MultipartForm.ReadAsync(call))
        {
            if (part.Name == "file")
                found = await call.Instance.Uploads.TakeAsync(upload, 0, part.Body, call.MostBytesOfArtifact, PieceKind.Numbered, call.Cancellation) is PieceOutcome.Kept;
        }
        if (!found)
            throw ServerDiagnostics.BadRequest.Refuse(upload.File, "the form has no field 'file'");
        await call.SendAsync(StatusCodes.Status204NoContent);
    }

    private static async Task PutAsync(ApiCall call)
    {
        if (await Capability.FindAsync(call, Dialect) is not { } upload)
            return;
        var number = call.Query("part_number", -1, -1, long.MaxValue);
        if (number is < 0 or >= Uploads.MostPieces)
            throw ServerDiagnostics.BadRequest.Refuse(upload.File, $"part_number is a number from 0 to {Uploads.MostPieces - 1}");
        await call.Instance.Uploads.TakeAsync(upload, number, call.Request.Body, call.MostBytesOfArtifact, PieceKind.Numbered, call.Cancellation);
        await call.SendAsync(StatusCodes.Status200OK);
    }

    private static async Task CompleteAsync(ApiCall call)
    {
        if (await FindAsync(call, call.Part("upload")) is not { } upload)
            return;
        var pieces = await call.Instance.Uploads.PiecesAsync(upload, call.Cancellation);
        if (pieces.Count == 0 || pieces[^1].Number != pieces.Count - 1)
            throw ServerDiagnostics.BadRequest.Refuse(upload.File, $"{pieces.Count} parts have arrived, and they do not follow each other from 0 on");
        await call.SendAsync(StatusCodes.Status200OK);
    }

    private static async Task PublishAsync(ApiCall call)
    {
        var wish = await call.ReadAsync(CloudsmithJson.Default.CloudsmithPackage);
        if (await FindAsync(call, wish.PackageFile) is not { } upload)
            return;
        var outcome = await call.PublishAsync(upload);
        if (ArtifactsApi.ProblemsOf(outcome).Count > 0)
            await call.RefuseAsync(outcome);
        else
            await call.SendAsync(
                new CloudsmithPublished(upload.Id, upload.Id, call.ChannelName.ToString(), upload.File, "Completed", IsSyncCompleted: true), CloudsmithJson.Default.CloudsmithPublished, StatusCodes.Status201Created);
    }

    private static async Task<Upload?> FindAsync(ApiCall call, string id)
    {
        if (await call.Instance.Uploads.FindAsync(Dialect, id, call.Cancellation) is { } upload && upload.Channel == call.Channel.Channel.Id && upload.Actor == call.Actor)
            return upload;
        await call.RefuseAsync(StatusCodes.Status404NotFound, ServerDiagnostics.NoSuchUpload.In(null, $"'{id}' is no file of yours in {call.ChannelName}"));
        return null;
    }
}

/// <summary>A file that will come.</summary>
internal sealed record CloudsmithFile(string Filename, string? Md5Checksum, string? Method);

/// <summary>Where it goes.</summary>
internal sealed record CloudsmithPlace(string Identifier, string UploadUrl, IReadOnlyDictionary<string, string> UploadFields);

/// <summary>The file to publish.</summary>
internal sealed record CloudsmithPackage(string PackageFile);

/// <summary>What was published.</summary>
internal sealed record CloudsmithPublished(string Slug, string SlugPerm, string Repository, string Filename, string StatusStr, bool IsSyncCompleted);

/// <summary>How Cloudsmith's documents are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CloudsmithFile))]
[JsonSerializable(typeof(CloudsmithPlace))]
[JsonSerializable(typeof(CloudsmithPackage))]
[JsonSerializable(typeof(CloudsmithPublished))]
internal sealed partial class CloudsmithJson : JsonSerializerContext;
