using Hearth.Channels.Publish;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects.Quetz;

/// <summary>Uploads as quetz takes them (wire-formats §10): a raw body, or a form with one or more files.</summary>
internal static class QuetzUploads
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        QuetzJson.Endpoint("POST", "/api/channels/{channel}/upload/{file}", Need.Publish, "Publishes the artifact in the body (?sha256=…&force=true).", PostBodyAsync),
        QuetzJson.Endpoint("POST", "/api/channels/{channel}/files", Need.Publish, "Publishes the artifacts in the form's fields 'files'.", PostFormAsync),
        QuetzJson.Endpoint("POST", "/api/channels/{channel}/packages/{package}/files", Need.Publish, "Publishes artifacts of one name.", PostFormAsync),
    ];

    private static async Task PostBodyAsync(ApiCall call)
    {
        var sha256 = ArtifactsApi.DigestOf(call.Query("sha256"));
        var outcome = await call.PublishAsync(call.Part("file"), call.Request.Body, request => request with { ExpectedSha256 = sha256, Overwrite = IsForced(call.Query("force")) });
        await AnswerAsync(call, outcome);
    }

    // 'force' may stand behind the files, so they are all received first.
    private static async Task PostFormAsync(ApiCall call)
    {
        var files = new List<ReceivedFile>();
        var force = IsForced(call.Query("force"));
        try
        {
            await foreach (var part in MultipartForm.ReadAsync(call))
            {
                if (part.Name == "files")
                    files.Add(await Receiver.ReceiveAsync(call.Instance.Store, part.FileName ?? "", part.Body, call.MostBytesOfArtifact, call.Cancellation));
                else if (part.Name == "force")
                    force = IsForced(await part.ReadTextAsync(16, call.Cancellation));
            }
            if (files.Count == 0)
                throw ServerDiagnostics.BadRequest.Refuse(null, "the form has no field 'files'");
            if (call.Part("package") is { Length: > 0 } package && files.Find(file => !file.FileName.StartsWith($"{package}-", StringComparison.Ordinal)) is { } other)
                throw PublishDiagnostics.BadFileName.Refuse(other.FileName, $"it is not of the package '{package}'");
            await AnswerAsync(call, await PublishAllAsync(call, files, force));
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }

    // Every file gets its chance; the first refusal is what the client hears.
    private static async Task<PublishOutcome> PublishAllAsync(ApiCall call, List<ReceivedFile> files, bool force)
    {
        PublishOutcome? answer = null;
        foreach (var file in files)
        {
            var outcome = await call.Instance.Publisher.PublishAsync(file, call.NewPublishRequest() with { Overwrite = force }, call.Cancellation);
            if (answer is null || ArtifactsApi.ProblemsOf(answer).Count == 0)
                answer = outcome;
        }
        return answer!;
    }

    // quetz says 406 where the digest is another, and 400 where the file is not what its name says.
    private static Task AnswerAsync(ApiCall call, PublishOutcome outcome)
    {
        var problems = ArtifactsApi.ProblemsOf(outcome);
        var status = ArtifactsApi.StatusOf(outcome);
        if (problems.Count == 0)
            return call.SendAsync(new QuetzUploaded("ok"), QuetzJson.Default.QuetzUploaded, status);
        if (problems.Any(problem => problem.Kind == PublishDiagnostics.DigestMismatch))
            status = StatusCodes.Status406NotAcceptable;
        return call.RefuseAsync(status == StatusCodes.Status422UnprocessableEntity ? StatusCodes.Status400BadRequest : status, problems);
    }

    private static bool IsForced(string? text) => text?.ToLowerInvariant() is "true" or "1" or "on" or "yes";
}
