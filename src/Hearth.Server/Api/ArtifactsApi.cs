using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>Artifacts: publish, remove, restore, label, copy.</summary>
internal static class ArtifactsApi
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("PUT", "/api/v1/channels/{channel}/artifacts/{file}", Need.Publish, "Publishes the artifact in the body (?sha256=…&subdir=…&label=…&overwrite=true).", PutAsync) { Response = nameof(PublishedDocument) },
        new("PUT", "/api/v1/channels/{channel}/artifacts/{subdir}/{file}", Need.Publish, "Publishes the artifact in the body to a subdir.", PutAsync) { Response = nameof(PublishedDocument) },
        new("DELETE", "/api/v1/channels/{channel}/artifacts/{subdir}/{file}", Need.Maintain, "Removes an artifact from every label; its bytes are kept for the past, unless it is blocked.", RemoveAsync) { Request = nameof(Removal), Response = nameof(RevisionDocument) },
        new("POST", "/api/v1/channels/{channel}/artifacts/{subdir}/{file}/restore", Need.Maintain, "Lists an artifact that was removed again.", RestoreAsync) { Request = nameof(LabelList), Response = nameof(RevisionDocument) },
        new("PUT", "/api/v1/channels/{channel}/artifacts/{subdir}/{file}/labels", Need.Maintain, "Lists an artifact under just these labels.", LabelAsync) { Request = nameof(LabelList), Response = nameof(RevisionDocument) },
        new("POST", "/api/v1/channels/{channel}/copies", Need.Publish, "Lists an artifact of another channel here too, held to its digest; no bytes are sent.", CopyAsync) { Request = nameof(CopyRequest), Response = nameof(PublishedDocument) },
    ];

    // What was received is cleared away before the answer, so that whoever has the answer finds nothing left behind.
    private static async Task PutAsync(ApiCall call) => await AnswerAsync(call, await PublishAsync(call));

    private static async Task<PublishOutcome> PublishAsync(ApiCall call)
    {
        using var received = await call.ReceiveAsync(call.Part("file"));
        var request = call.NewPublishRequest() with
        {
            Subdir = call.Part("subdir") is { Length: > 0 } subdir ? subdir : call.Query("subdir"),
            Labels = LabelsOf(call.Request.Query["label"].OfType<string>()),
            Overwrite = call.Query("overwrite") is "true" or "1",
            ExpectedSha256 = DigestOf(call.Query("sha256")),
        };
        return await call.Instance.Publisher.PublishAsync(received, request, call.Cancellation);
    }

    private static async Task RemoveAsync(ApiCall call)
    {
        var removal = call.Request.ContentLength > 0 ? await call.ReadAsync(ApiJson.Default.Removal) : new Removal(call.Query("reason"), call.Query("block") == "true");
        var (subdir, file) = (call.Part("subdir"), call.Part("file"));
        await AnswerAsync(call, await call.Instance.Artifacts.RemoveAsync(call.ChannelName, subdir, file, call.Actor, removal.Reason ?? "", removal.Block, call.Cancellation));
    }

    private static async Task RestoreAsync(ApiCall call)
    {
        var labels = call.Request.ContentLength > 0 ? (await call.ReadAsync(ApiJson.Default.LabelList)).Labels : [];
        await AnswerAsync(call, await call.Instance.Artifacts.RestoreAsync(call.ChannelName, call.Part("subdir"), call.Part("file"), call.Actor, LabelsOf(labels), call.Cancellation));
    }

    private static async Task LabelAsync(ApiCall call)
    {
        var labels = LabelsOf((await call.ReadAsync(ApiJson.Default.LabelList)).Labels);
        await AnswerAsync(call, await call.Instance.Artifacts.SetLabelsAsync(call.ChannelName, call.Part("subdir"), call.Part("file"), call.Actor, labels, call.Cancellation));
    }

    private static async Task CopyAsync(ApiCall call)
    {
        var copy = await call.ReadAsync(ApiJson.Default.CopyRequest);
        if (!call.MayRead(copy.From))
        {
            await call.RefuseAsync(StatusCodes.Status404NotFound, ServerDiagnostics.NoSuchChannel.In(null, $"there is no channel '{copy.From}'"));
            return;
        }
        var request = call.NewPublishRequest() with { Labels = LabelsOf(copy.Labels ?? []), Overwrite = copy.Overwrite };
        await AnswerAsync(
            call, await call.Instance.Artifacts.CopyAsync(ChannelName.Parse(copy.From), copy.Subdir, copy.File, DigestOf(copy.Sha256), request, call.Cancellation));
    }

    /// <summary>The status that an outcome has in every dialect but those that insist on another.</summary>
    public static int StatusOf(PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Added => StatusCodes.Status201Created,
        PublishOutcome.AlreadyPresent => StatusCodes.Status200OK,
        PublishOutcome.Conflict => StatusCodes.Status409Conflict,
        PublishOutcome.NoChannel => StatusCodes.Status404NotFound,
        PublishOutcome.Refused refused => StatusOf(refused.Problems),
        _ => throw new InvalidOperationException("A publish has no other outcome."),
    };

    /// <summary>The reasons of an outcome that says no; empty where it says yes.</summary>
    public static IReadOnlyList<Diagnostic> ProblemsOf(PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Conflict conflict => [conflict.Problem],
        PublishOutcome.Refused refused => refused.Problems,
        PublishOutcome.NoChannel => [ServerDiagnostics.NoSuchChannel.In(null, "there is no such channel")],
        _ => [],
    };

    public static IReadOnlyList<Label> LabelsOf(IEnumerable<string> labels) => [.. labels.Select(label => Label.Parse(label))];

    /// <summary>The status of a refusal for these reasons.</summary>
    public static int StatusOf(IReadOnlyList<Diagnostic> problems)
    {
        bool Has(params ReadOnlySpan<DiagnosticKind> kinds)
        {
            foreach (var kind in kinds)
            {
                if (problems.Any(problem => problem.Kind == kind))
                    return true;
            }
            return false;
        }

        if (Has(PublishDiagnostics.NotYourOutput, PublishDiagnostics.Frozen))
            return StatusCodes.Status403Forbidden;
        if (Has(PublishDiagnostics.NoSuchArtifact))
            return StatusCodes.Status404NotFound;
        if (Has(PublishDiagnostics.TooLarge))
            return StatusCodes.Status413PayloadTooLarge;
        return Has(PublishDiagnostics.QuotaExceeded) ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status422UnprocessableEntity;
    }

    public static Task AnswerAsync(ApiCall call, PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Added added => call.SendAsync(
            new PublishedDocument("hearth.published.1", "added", call.ChannelName.ToString(), added.Subdir, added.File, added.Sha256.ToString(), added.Revision,
                [.. added.Warnings.Select(warning => new NoticedProblem(warning.Code, warning.Message, warning.File))]),
            ApiJson.Default.PublishedDocument,
            StatusCodes.Status201Created),
        PublishOutcome.AlreadyPresent present => call.SendAsync(
            new PublishedDocument("hearth.published.1", "already_present", call.ChannelName.ToString(), present.Subdir, present.File, present.Sha256.ToString(), null, []),
            ApiJson.Default.PublishedDocument),
        _ => call.RefuseAsync(StatusOf(outcome), ProblemsOf(outcome)),
    };

    private static Task AnswerAsync(ApiCall call, long? revision) => revision is { } done
        ? call.SendAsync(new RevisionDocument("hearth.revision.1", call.ChannelName.ToString(), done), ApiJson.Default.RevisionDocument)
        : call.RefuseAsync(
            StatusCodes.Status404NotFound,
            PublishDiagnostics.NoSuchArtifact.In($"{call.Part("subdir")}/{call.Part("file")}", $"{call.ChannelName} has no such artifact in the state that this needs"));

    public static Sha256? DigestOf(string? text)
    {
        if (text is null)
            return null;
        return Sha256.TryParse(text, null, out var digest)
            ? digest
            : throw ServerDiagnostics.BadRequest.Refuse(null, $"'{text}' is not a SHA-256 in hexadecimal");
    }
}
