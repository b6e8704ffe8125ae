using System.Text.Json.Serialization;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects.CondaForge;

/// <summary>
/// The hook that conda-forge's feedstocks call after uploading to staging (wire-formats §10): outputs are checked, and copied to
/// the channel in the path. The token in FEEDSTOCK_TOKEN says which feedstock calls.
/// </summary>
internal static class FeedstockOutputs
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        Endpoint("validate", "Says which outputs in staging the channel would take, and every reason against the others.", call => AnswerAsync(call, copies: false)),
        Endpoint("copy", "Copies outputs from staging to the channel, held to their digests.", call => AnswerAsync(call, copies: true)),
    ];

    private static ApiEndpoint Endpoint(string verb, string summary, Func<ApiCall, Task> handle) =>
        new("POST", $"/api/v1/channels/{{channel}}/feedstock-outputs/{verb}", Need.Publish, summary, handle) { Dialect = "conda-forge", Response = nameof(FeedstockAnswer) };

    private static async Task AnswerAsync(ApiCall call, bool copies)
    {
        var wish = await call.ReadAsync(FeedstockJson.Default.FeedstockRequest);
        var answer = new FeedstockAnswer([], new SortedDictionary<string, bool>(StringComparer.Ordinal), new SortedDictionary<string, bool>(StringComparer.Ordinal), new SortedDictionary<string, long>(StringComparer.Ordinal));
        var mayCall = call.Owners.Count == 0 || call.Owners.Any(owner => NameOf(owner) == NameOf(wish.Feedstock));
        if (!mayCall)
            Tell(PublishDiagnostics.NotYourFeedstock.In(null, $"the token is not that of '{wish.Feedstock}'"));
        foreach (var (dist, digest) in wish.Outputs.OrderBy(output => output.Key, StringComparer.Ordinal))
        {
            answer.Valid[dist] = answer.Copied[dist] = false;
            if (RequestFor(call, wish, dist, digest, answer.Errors) is not { } request)
                continue;
            if (!copies || !mayCall)
            {
                var problems = await call.Instance.Submissions.ValidateAsync(request, call.Cancellation);
                problems.ToList().ForEach(Tell);
                answer.Valid[dist] = mayCall && problems.Count == 0;
                continue;
            }
            var submission = await call.Instance.Submissions.SubmitAsync(request, call.Cancellation);
            answer.Errors.AddRange(submission.Problems.Select(problem => $"{dist}: {problem.Message} [{problem.Code}]"));
            answer.Valid[dist] = submission.State is SubmissionState.Published or SubmissionState.Waiting;
            answer.Copied[dist] = submission.State is SubmissionState.Published;
            if (submission.State is SubmissionState.Waiting)
                answer.Waiting[dist] = submission.Id;
        }
        await call.SendAsync(answer, FeedstockJson.Default.FeedstockAnswer, answer.Valid.Values.All(valid => valid) ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden);

        void Tell(Diagnostic problem) => answer.Errors.Add(problem.ToString());
    }

    private static SubmissionRequest? RequestFor(ApiCall call, FeedstockRequest wish, string dist, string digest, List<string> errors)
    {
        var parts = dist.Split('/');
        // Callers from before SHA-256 say nothing, and mean MD5.
        var byMd5 = wish.HashType is null or "md5";
        var sha256 = default(Sha256);
        var md5 = default(Md5);
        if (parts.Length != 2)
            errors.Add($"{dist}: an output is named subdir/file");
        else if (byMd5 ? !Md5.TryParse(digest, null, out md5) : wish.HashType != "sha256" || !Sha256.TryParse(digest, null, out sha256))
            errors.Add($"{dist}: '{digest}' is not a digest of type {wish.HashType ?? "md5"}");
        else
            return new SubmissionRequest
            {
                Channel = call.ChannelName,
                Subdir = parts[0],
                File = parts[1],
                Sha256 = byMd5 ? null : sha256,
                Md5 = byMd5 ? md5 : null,
                Label = wish.Channel is { } label ? Label.Parse(label) : (Label?)null,
                Actor = call.Actor,
                Owners = call.Owners,
                WhyNot = call.WhyNot,
            };
        return null;
    }

    private static string NameOf(string feedstock) => feedstock.EndsWith("-feedstock", StringComparison.Ordinal) ? feedstock[..^"-feedstock".Length] : feedstock;
}

/// <summary>What a feedstock wants copied: <c>subdir/file</c> to digest, to a label that the hook calls channel.</summary>
internal sealed record FeedstockRequest(string Feedstock, IReadOnlyDictionary<string, string> Outputs, string? Channel, string? HashType);

/// <summary>What became of it; <see cref="Waiting"/> has the numbers of submissions that a person has to approve.</summary>
internal sealed record FeedstockAnswer(List<string> Errors, SortedDictionary<string, bool> Valid, SortedDictionary<string, bool> Copied, SortedDictionary<string, long> Waiting);

/// <summary>How the hook's documents are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = false, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(FeedstockRequest))]
[JsonSerializable(typeof(FeedstockAnswer))]
internal sealed partial class FeedstockJson : JsonSerializerContext;
