using System.Globalization;
using Hearth.Channels.Jobs;
using Hearth.Server.Api;
using Hearth.Server.Auth;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects.Quetz;

/// <summary>
/// What quetz's clients have done with a channel, and how far that is (wire-formats §11). Views follow the log by themselves, so
/// to have them made is no work; and what a channel mirrors is decided on the server's machine.
/// </summary>
internal static class QuetzJobs
{
    private const int MostListed = 10_000;

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        QuetzJson.Endpoint("PUT", "/api/channels/{channel}/actions", Need.Own, "Has something done with a channel: validate_packages, reindex, generate_indexes or cleanup.", ActAsync),
        QuetzJson.Endpoint("GET", "/api/channels/{channel}/mirrors", Need.Read, "Lists the mirrors that were registered here: none.", call => call.SendAsync([], QuetzJson.Default.IReadOnlyListQuetzMirror)),
        QuetzJson.Endpoint("POST", "/api/channels/{channel}/mirrors", Need.Own, "Refuses: mirrors are set on the server's machine.", RefuseMirrorAsync),
        QuetzJson.Endpoint("DELETE", "/api/channels/{channel}/mirrors/{mirror}", Need.Own, "Refuses: mirrors are set on the server's machine.", RefuseMirrorAsync),
        QuetzJson.Endpoint("GET", "/api/jobs", Need.Administer, "Lists jobs page by page, newest first (?status&skip&limit).", ListAsync),
        QuetzJson.Endpoint("GET", "/api/jobs/{job}", Need.Administer, "Shows a job.", ShowAsync),
        QuetzJson.Endpoint("PATCH", "/api/jobs/{job}", Need.Administer, "Cancels a job ({\"status\": \"cancelled\"}).", CancelAsync),
    ];

    private static async Task ActAsync(ApiCall call)
    {
        var wish = await call.ReadAsync(QuetzJson.Default.QuetzAction);
        if (wish.StartAt is not null || wish.RepeatEverySeconds is not null)
            throw ServerDiagnostics.BadRequest.Refuse(null, "jobs are done at once, and once", "leave start_at and repeat_every_seconds out");
        switch (wish.Action)
        {
            case "validate_packages":
                await AddAsync(call, JobKind.ChannelCheck, new JobArguments(call.ChannelName.ToString(), null, ReadArtifacts: true));
                break;
            case "cleanup" when call.Who.MayAdminister() is { IsAllowed: false } decision:
                await call.RefuseAsync(StatusCodes.Status403Forbidden, AuthDiagnostics.NotAllowed.In(null, decision.Reason));
                break;
            case "cleanup":
                await AddAsync(call, JobKind.Gc, new JobArguments());
                break;
            case "reindex" or "generate_indexes":
                await call.SendAsync([], QuetzJson.Default.IReadOnlyListQuetzJob);
                break;
            case "synchronize" or "synchronize_repodata" or "synchronize_metrics":
                await RefuseMirrorAsync(call);
                break;
            default:
                throw ServerDiagnostics.BadRequest.Refuse(null, $"there is no action '{wish.Action}' here");
        }
    }

    private static async Task AddAsync(ApiCall call, JobKind kind, JobArguments arguments)
    {
        var job = await call.Instance.Jobs.AddAsync(kind, arguments, call.Actor, slot: null, call.Cancellation);
        await call.SendAsync([QuetzJob.Of(job!)], QuetzJson.Default.IReadOnlyListQuetzJob);
    }

    private static Task RefuseMirrorAsync(ApiCall call) => call.RefuseAsync(
        StatusCodes.Status422UnprocessableEntity, ServerDiagnostics.BadRequest.In(null, "mirrors are not set or run through this interface", "on the server's machine: hearth mirror"));

    private static async Task ListAsync(ApiCall call)
    {
        var (skip, limit, status) = (call.Query("skip", 0, 0, int.MaxValue), call.Query("limit", 100, 1, 1000), call.Query("status"));
        var jobs = (await call.Instance.Jobs.ListAsync(null, MostListed, call.Cancellation)).ConvertAll(QuetzJob.Of).FindAll(job => status is null || job.Status == status);
        await call.SendAsync(new QuetzJobPage(new QuetzPage(skip, limit, jobs.Count), [.. jobs.Skip((int)skip).Take((int)limit)]), QuetzJson.Default.QuetzJobPage);
    }

    private static async Task ShowAsync(ApiCall call)
    {
        if (await FindAsync(call) is { } job)
            await call.SendAsync(QuetzJob.Of(job), QuetzJson.Default.QuetzJob);
    }

    private static async Task CancelAsync(ApiCall call)
    {
        var wish = await call.ReadAsync(QuetzJson.Default.QuetzJobWish);
        if (wish.Status is not "cancelled")
            throw ServerDiagnostics.BadRequest.Refuse(null, "a job can be cancelled, and nothing else");
        if (await FindAsync(call) is { } job)
            await call.SendAsync(QuetzJob.Of((await call.Instance.Jobs.CancelAsync(job.Id, call.Cancellation))!), QuetzJson.Default.QuetzJob);
    }

    private static async Task<Job?> FindAsync(ApiCall call)
    {
        var number = call.Part("job");
        if (long.TryParse(number, CultureInfo.InvariantCulture, out var id) && await call.Instance.Jobs.FindAsync(id, call.Cancellation) is { } job)
            return job;
        await call.RefuseAsync(StatusCodes.Status404NotFound, JobDiagnostics.NoSuchJob.In(null, $"there is no job '{number}'"));
        return null;
    }
}
