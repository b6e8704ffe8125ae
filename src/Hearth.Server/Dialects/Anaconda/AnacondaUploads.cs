using System.Globalization;
using Hearth.Channels.Publish;
using Hearth.Foundation.Diagnostics;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects.Anaconda;

/// <summary>
/// Uploads as anaconda-client sends them (wire-formats §10): stage, post the bytes to the address that staging gave, commit.
/// Packages and releases, which it makes first, exist by having artifacts, so making one changes nothing.
/// </summary>
internal static class AnacondaUploads
{
    private const string Dialect = "anaconda";

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        AnacondaJson.Endpoint("POST", "stage/{channel}/{name}/{version}/{subdir}/{file}", Need.Publish, "Begins the upload of an artifact.", StageAsync),
        AnacondaJson.Endpoint("POST", "upload/{channel}/{upload}", Need.Nothing, "Takes the bytes; the signed address is the credential.", PostAsync),
        AnacondaJson.Endpoint("POST", "commit/{channel}/{name}/{version}/{subdir}/{file}", Need.Publish, "Publishes what was uploaded.", CommitAsync),
    ];

    private static async Task StageAsync(ApiCall call)
    {
        var wish = await call.ReadAsync(AnacondaJson.Default.AnacondaStage);
        if (wish.DistributionType is not (null or "conda"))
            throw ServerDiagnostics.BadRequest.Refuse(call.Part("file"), $"a channel takes conda packages, not '{wish.DistributionType}'");
        var (subdir, file) = (call.Part("subdir"), call.Part("file"));
        var labels = wish.Channels ?? [];
        ArtifactsApi.LabelsOf(labels);
        if (await call.Instance.Listing.FindAsync(call.Channel.Channel.Id, subdir, file, call.Cancellation) is { } listed && !IsMissingLabel(listed, labels, wish.Sha256))
        {
            await call.RefuseAsync(
                StatusCodes.Status409Conflict,
                PublishDiagnostics.Exists.In($"{subdir}/{file}", $"the channel has it with SHA-256 {listed.Sha256}") with { Expected = listed.Sha256.ToString(), Actual = wish.Sha256 });
            return;
        }
        var terms = new UploadTerms { Subdir = subdir, Sha256 = ArtifactsApi.DigestOf(wish.Sha256)?.ToString(), Labels = labels };
        var upload = await call.Instance.Uploads.BeginAsync(call.Channel.Channel.Id, Dialect, call.Actor, file, terms, call.Cancellation);
        var url = Capability.UrlOf(call, $"{AnacondaJson.Root}/upload/{Uri.EscapeDataString(call.ChannelName.ToString())}", upload);
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["key"] = $"{subdir}/{file}", ["Content-Type"] = "application/octet-stream" };
        await call.SendAsync(new AnacondaStaged(url, form, upload.Id, $"{subdir}/{file}"), AnacondaJson.Default.AnacondaStaged);
    }

    // The same bytes under one more label are no conflict.
    private static bool IsMissingLabel(ListedArtifact listed, IReadOnlyList<string> labels, string? sha256) =>
        listed.Sha256.ToString() == sha256 && labels.Except(listed.Labels, StringComparer.Ordinal).Any();

    private static async Task PostAsync(ApiCall call)
    {
        if (await Capability.FindAsync(call, Dialect) is not { } upload)
            return;
        string? md5 = null;
        long? length = null;
        PieceOutcome.Kept? kept = null;
        await foreach (var part in MultipartForm.ReadAsync(call))
        {
            switch (part.Name)
            {
                case "file":
                    kept = await call.Instance.Uploads.TakeAsync(upload, 0, part.Body, call.MostBytesOfArtifact, PieceKind.Numbered, call.Cancellation) as PieceOutcome.Kept;
                    break;
                case "Content-MD5":
                    md5 = await part.ReadTextAsync(100, call.Cancellation);
                    break;
                case "Content-Length":
                    length = long.TryParse(await part.ReadTextAsync(30, call.Cancellation), CultureInfo.InvariantCulture, out var said) ? said : null;
                    break;
                default:
                    await part.ReadTextAsync(1 << 16, call.Cancellation);
                    break;
            }
        }
        if (kept is null)
            throw ServerDiagnostics.BadRequest.Refuse(upload.File, "the form has no field 'file'");
        Check("MD5", md5, Convert.ToBase64String(kept.Digests.Md5.AsSpan()));
        Check("length", length?.ToString(CultureInfo.InvariantCulture), kept.Digests.Size.ToString(CultureInfo.InvariantCulture));
        // anaconda-client takes nothing but 201 for success.
        await call.SendAsync(StatusCodes.Status201Created);

        void Check(string what, string? said, string actual)
        {
            if (said is not null && said.Trim() != actual)
                throw new BadInputException(PublishDiagnostics.DigestMismatch.In(upload.File, $"the {what} of what arrived is {actual}, announced was {said}") with { Expected = said, Actual = actual });
        }
    }

    private static async Task CommitAsync(ApiCall call)
    {
        var commit = await call.ReadAsync(AnacondaJson.Default.AnacondaCommit);
        var (subdir, file) = (call.Part("subdir"), call.Part("file"));
        if (await call.Instance.Uploads.FindAsync(Dialect, commit.DistId ?? "", call.Cancellation) is not { } upload
            || upload.Channel != call.Channel.Channel.Id || upload.Actor != call.Actor || upload.File != file || upload.Terms.Subdir != subdir)
        {
            await call.RefuseAsync(StatusCodes.Status404NotFound, ServerDiagnostics.NoSuchUpload.In($"{subdir}/{file}", $"'{commit.DistId}' is no upload of yours of this file"));
            return;
        }
        var outcome = await call.PublishAsync(upload);
        if (ArtifactsApi.ProblemsOf(outcome).Count > 0)
            await call.RefuseAsync(outcome);
        else
            await call.SendAsync(AnacondaDist.Of(call.ChannelName.ToString(), (await call.Instance.Listing.FindAsync(call.Channel.Channel.Id, subdir, file, call.Cancellation))!), AnacondaJson.Default.AnacondaDist);
    }
}
