using System.Globalization;
using Hearth.Channels.Jobs;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Pages;

/// <summary>Work that servers do beside their answers.</summary>
internal static class JobsPage
{
    private const int Most = 200;

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        PageRouter.Page("/-/jobs", Need.Administer, "Jobs, newest first.", AnswerAsync),
        PageRouter.Page("/-/jobs/{job}", Need.Administer, "A job and how far it is.", ShowAsync),
        PageRouter.Form("/-/jobs/{job}/retry", Need.Administer, "Does a job that failed or was cancelled once more.", call => ChangeAsync(call, call.Instance.Jobs.RetryAsync, JobState.Waiting)),
        PageRouter.Form("/-/jobs/{job}/cancel", Need.Administer, "Takes a waiting job away, or asks the server that works on it to stop.", call => ChangeAsync(call, call.Instance.Jobs.CancelAsync, JobState.Cancelled, JobState.Running)),
    ];

    private static async Task AnswerAsync(ApiCall call)
    {
        var state = call.Query("state") is { } word ? JobWords.State(word) : null;
        var jobs = await call.Instance.Jobs.ListAsync(state, Most, call.Cancellation);
        await call.SendPageAsync(new JobsDocument("hearth.page-jobs.1", state?.Word(), [.. jobs.Select(JobLine.Of)]), PageJson.Default.JobsDocument, page => View(page, new PageForms(call)));
    }

    private static async Task ShowAsync(ApiCall call)
    {
        if (await FindAsync(call, call.Instance.Jobs.FindAsync) is { } job)
            await call.SendPageAsync(new JobPageDocument("hearth.page-job.1", JobLine.Of(job)), PageJson.Default.JobPageDocument, page => View(page.Job, new PageForms(call)));
    }

    private static async Task ChangeAsync(ApiCall call, Func<long, CancellationToken, Task<Job?>> act, params IReadOnlyList<JobState> expected)
    {
        if (await FindAsync(call, act) is not { } job)
            return;
        if (expected.Contains(job.State))
            await call.SeeAsync(PageAddress.Job(job.Id));
        else
            await call.RefuseAsync(StatusCodes.Status409Conflict, JobDiagnostics.WrongState.In(null, $"job {job.Id} is {job.State.Word()}"));
    }

    private static async Task<Job?> FindAsync(ApiCall call, Func<long, CancellationToken, Task<Job?>> find)
    {
        var number = call.Part("job");
        if (long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && await find(id, call.Cancellation) is { } job)
            return job;
        await call.NotFoundAsync($"there is no job '{number}'");
        return null;
    }

    private static PageContent View(JobsDocument page, PageForms forms)
    {
        Html head = $"""<th scope="col" class="n">Job</th><th scope="col">What</th><th scope="col">State</th><th scope="col">Asked for</th><th scope="col">Came of it</th><th scope="col"><span class="unseen">What to do</span></th>""";
        var choices = Enum.GetValues<JobState>().Select(state => Parts.Choice(PageAddress.Jobs(state.Word()), state.Word(), state.Word() == page.State));
        return new("Jobs", $"""
            <h1>Jobs</h1>
            <p class="lead">What servers do beside their answers, newest first.</p>
            <nav class="choices" aria-label="States"><ul>{Parts.Choice(PageAddress.Jobs(), "all", page.State is null)}{choices}</ul></nav>
            {(page.Jobs.Count == 0 ? (Html)$"""<p class="empty">None{(page.State is { } state ? $" is {state}" : " yet")}.</p>""" : Parts.Table("Jobs", head, page.Jobs.Select(job => Row(job, forms))))}
            """)
        {
            Section = "Jobs",
            Trail = [("Jobs", PageAddress.Jobs())],
        };
    }

    private static PageContent View(JobLine job, PageForms forms) => new($"Job {job.Id.ToString(CultureInfo.InvariantCulture)}", $"""
        <h1>Job {job.Id}</h1>
        <p class="lead">{job.Kind}{(job.Channel is { } channel ? $" of {channel}" : "")} <span class="mark {job.State}">{job.State}</span></p>
        {(job.Total > 0 ? (Html)$"""<p><progress max="{job.Total}" value="{job.Done}" aria-label="Steps done"></progress> {Parts.Number(job.Done)} of {Parts.Number(job.Total)}</p>""" : Html.None)}
        {Parts.Facts(
            Parts.Fact("Asked for by", $"{job.Actor}"),
            Parts.Fact("Asked for", Parts.Minute(job.Created)),
            Parts.Fact("Not before", Parts.Minute(job.Due)),
            Parts.Fact("Ended", job.Ended is { } ended ? Parts.Minute(ended) : Html.None),
            Parts.Fact("Attempts", $"{job.Attempts}"),
            Parts.Fact("Server", $"{job.Holder}"),
            Parts.Fact("Folder", $"{job.Folder}"))}
        {(job.Message.Length > 0 ? (Html)$"""<h2>What came of it</h2><p class="text">{job.Message}</p>""" : Html.None)}
        <div class="acts">{Acts(job, forms)}</div>
        """)
    {
        Section = "Jobs",
        Trail = [("Jobs", PageAddress.Jobs()), ($"Job {job.Id.ToString(CultureInfo.InvariantCulture)}", PageAddress.Job(job.Id))],
    };

    private static Html Row(JobLine job, PageForms forms) => $"""
        <tr><td class="n"><a href="{PageAddress.Job(job.Id)}">{job.Id}</a></td><td>{job.Kind}{(job.Channel is { } channel ? $" of {channel}" : "")}</td><td><span class="mark {job.State}">{job.State}</span></td><td>{Parts.Minute(job.Created)} by {job.Actor}</td><td>{job.Message}</td><td class="acts">{Acts(job, forms)}</td></tr>

        """;

    private static Html Acts(JobLine job, PageForms forms)
    {
        var about = $"job {job.Id.ToString(CultureInfo.InvariantCulture)}";
        return job.State switch
        {
            "failed" or "cancelled" => forms.Button(PageAddress.Job(job.Id, "retry"), "Retry", about),
            "waiting" => $"""{forms.Button(PageAddress.Job(job.Id, "retry"), "Do it now", about)}{forms.Button(PageAddress.Job(job.Id, "cancel"), "Cancel", about)}""",
            "running" when !job.Cancelling => forms.Button(PageAddress.Job(job.Id, "cancel"), "Cancel", about),
            "running" => $"""<span class="soft">is asked to stop</span>""",
            _ => Html.None,
        };
    }
}
