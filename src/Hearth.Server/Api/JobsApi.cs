using System.Globalization;
using Hearth.Channels.Jobs;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>Work that servers do beside their answers.</summary>
internal static class JobsApi
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("GET", "/api/v1/jobs", Need.Administer, "Lists jobs, newest first (?state=failed&limit=100).", ListAsync) { Response = nameof(JobList) },
        new("POST", "/api/v1/jobs", Need.Administer, "Adds a job: gc, channel-check, folder-import, mirror-sync or source-collect.", AddAsync) { Request = nameof(NewJob), Response = nameof(JobDocument) },
        new("GET", "/api/v1/jobs/{job}", Need.Administer, "Shows a job and how far it is.", call => AnswerAsync(call, (id, stop) => call.Instance.Jobs.FindAsync(id, stop))) { Response = nameof(JobDocument) },
        new("POST", "/api/v1/jobs/{job}/retry", Need.Administer, "Does a job that failed or was cancelled once more.", call => AnswerAsync(call, (id, stop) => call.Instance.Jobs.RetryAsync(id, stop), JobState.Waiting)) { Response = nameof(JobDocument) },
        new("POST", "/api/v1/jobs/{job}/cancel", Need.Administer, "Takes a waiting job away, or asks the server that works on it to stop.", call => AnswerAsync(call, (id, stop) => call.Instance.Jobs.CancelAsync(id, stop), JobState.Cancelled, JobState.Running)) { Response = nameof(JobDocument) },
    ];

    private static async Task ListAsync(ApiCall call)
    {
        var wanted = call.Query("state");
        JobState? state = wanted is null ? null : JobWords.State(wanted) ?? throw ServerDiagnostics.BadRequest.Refuse(null, $"there is no state '{wanted}'");
        var jobs = await call.Instance.Jobs.ListAsync(state, (int)call.Query("limit", 100, 1, 10_000), call.Cancellation);
        await call.SendAsync(new JobList("hearth.jobs.1", [.. jobs.Select(JobDocument.Of)]), ApiJson.Default.JobList);
    }

    private static async Task AddAsync(ApiCall call)
    {
        var wanted = await call.ReadAsync(ApiJson.Default.NewJob);
        if (JobWords.Kind(wanted.Kind ?? "") is not { } kind || kind == JobKind.Webhook)
            throw JobDiagnostics.BadJob.Refuse(null, $"there is no kind '{wanted.Kind}'");
        if (kind == JobKind.Snapshot)
            throw JobDiagnostics.BadJob.Refuse(null, "snapshots by schedule are a setting of their channel; others are taken at once, at /api/v1/channels/{channel}/snapshots");
        if (kind is JobKind.MirrorSync or JobKind.SourceCollect && wanted.Channel is null)
            throw JobDiagnostics.BadJob.Refuse(null, $"{kind.Word()} needs a channel");
        if (kind == JobKind.FolderImport && (wanted.Channel is null || wanted.Folder is null))
            throw JobDiagnostics.BadJob.Refuse(null, "an import needs a channel and a folder");
        var job = await call.Instance.Jobs.AddAsync(kind, new JobArguments(wanted.Channel, wanted.Folder, wanted.ReadArtifacts), call.Actor, slot: null, call.Cancellation);
        await call.SendAsync(JobDocument.Of(job!), ApiJson.Default.JobDocument, StatusCodes.Status201Created);
    }

    // What an action leaves a job in says whether the job could take it.
    private static async Task AnswerAsync(ApiCall call, Func<long, CancellationToken, Task<Job?>> act, params IReadOnlyList<JobState> expected)
    {
        var number = call.Part("job");
        if (!long.TryParse(number, CultureInfo.InvariantCulture, out var id) || await act(id, call.Cancellation) is not { } job)
            await call.RefuseAsync(StatusCodes.Status404NotFound, JobDiagnostics.NoSuchJob.In(null, $"there is no job '{number}'"));
        else if (expected.Count > 0 && !expected.Contains(job.State))
            await call.RefuseAsync(StatusCodes.Status409Conflict, JobDiagnostics.WrongState.In(null, $"job {id} is {job.State.Word()}"));
        else
            await call.SendAsync(JobDocument.Of(job), ApiJson.Default.JobDocument);
    }
}
