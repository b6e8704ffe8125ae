using Hearth.Channels.Publish;
using Hearth.Foundation.Hashing;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects.Prefix;

/// <summary>Uploads as Prefix's clients send them (wire-formats §10): a form with the file and, perhaps, an attestation (CEP 27).</summary>
internal static class PrefixUploads
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("POST", "/api/v1/upload/{channel}", Need.Publish, "Publishes the artifact in the form's field 'file', with the attestation in 'attestation' (?force=true).", PostAsync)
        {
            Dialect = "prefix",
            Refuse = ApiRefusal.WithMessageIn("detail"),
            Response = nameof(PublishedDocument),
        },
    ];

    private static async Task PostAsync(ApiCall call)
    {
        ReceivedFile? received = null;
        Sha256? announced = null;
        string? attestation = null;
        try
        {
            await foreach (var part in MultipartForm.ReadAsync(call))
            {
                if (part.Name == "file" && received is null)
                {
                    announced = ArtifactsApi.DigestOf(part.Header("X-File-SHA256"));
                    received = await Receiver.ReceiveAsync(call.Instance.Store, part.Header("X-File-Name") ?? part.FileName ?? "", part.Body, call.MostBytesOfArtifact, call.Cancellation);
                }
                else if (part.Name == "attestation")
                {
                    attestation = await part.ReadTextAsync(AttestationBundle.MostBytes, call.Cancellation);
                }
            }
            if (received is null)
                throw ServerDiagnostics.BadRequest.Refuse(null, "the form has no field 'file'");
            await PublishAsync(call, received, announced, attestation);
        }
        finally
        {
            received?.Dispose();
        }
    }

    private static async Task PublishAsync(ApiCall call, ReceivedFile received, Sha256? announced, string? attestation)
    {
        var digest = received.Digests.Sha256;
        if (attestation is not null && AttestationBundle.Problem(attestation, received.FileName, digest) is { } problem)
        {
            await call.RefuseAsync(StatusCodes.Status422UnprocessableEntity, problem);
            return;
        }
        var request = call.NewPublishRequest() with { ExpectedSha256 = announced, Overwrite = call.Query("force") == "true" };
        var outcome = await call.Instance.Publisher.PublishAsync(received, request, call.Cancellation);
        if (attestation is not null && ArtifactsApi.ProblemsOf(outcome).Count == 0)
            await call.Instance.Attestations.AddAsync(call.Channel.Channel.Id, digest, attestation, call.Actor, call.Cancellation);
        await ArtifactsApi.AnswerAsync(call, outcome);
    }
}
