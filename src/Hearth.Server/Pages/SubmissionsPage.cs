using System.Globalization;
using Hearth.Channels.Publish;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Pages;

/// <summary>The queue of artifacts on their way from staging to production, where a person approves and rejects.</summary>
internal static class SubmissionsPage
{
    private const int MostOnAPage = 50;

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        PageRouter.Page("/{channel}/-/submissions", Need.Publish, "Submissions to a channel, newest first.", AnswerAsync),
        PageRouter.Page("/{channel}/-/submissions/{submission}", Need.Publish, "A submission and every reason why it does not go on.", ShowAsync),
        PageRouter.Form("/{channel}/-/submissions/{submission}/approve", Need.Maintain, "Approves a submission that waits; it is published.", call => DecideAsync(call, call.Instance.Submissions.ApproveAsync)),
        PageRouter.Form("/{channel}/-/submissions/{submission}/reject", Need.Maintain, "Rejects a submission that waits.", call => DecideAsync(call, call.Instance.Submissions.RejectAsync)),
    ];

    private delegate Task<Submission?> Decide(Conda.Names.ChannelName channel, long id, string actor, string? reason, CancellationToken cancellation);

    private static async Task AnswerAsync(ApiCall call)
    {
        SubmissionState? state = call.Query("state") is { } word && Enum.GetValues<SubmissionState>().Where(known => Word(known) == word).ToList() is [var found] ? found : null;
        var submissions = await call.Instance.Submissions.ListAsync(call.Channel.Channel.Id, state, call.Query("before", long.MaxValue, 0, long.MaxValue), MostOnAPage, call.Cancellation);
        await call.SendPageAsync(
            new SubmissionsDocument(
                "hearth.page-submissions.1",
                call.ChannelName.ToString(),
                call.Channel.Channel.Revision,
                state is { } shown ? Word(shown) : null,
                [.. submissions.Select(SubmissionLine.Of)],
                submissions.Count == MostOnAPage ? submissions[^1].Id : null),
            PageJson.Default.SubmissionsDocument,
            page => View(page, new PageForms(call)));
    }

    private static async Task ShowAsync(ApiCall call)
    {
        if (await FindAsync(call) is not { } submission)
            return;
        await call.SendPageAsync(
            new SubmissionPageDocument("hearth.page-submission.1", call.ChannelName.ToString(), call.Channel.Channel.Revision, SubmissionLine.Of(submission)),
            PageJson.Default.SubmissionPageDocument,
            page => View(page, new PageForms(call)));
    }

    private static async Task DecideAsync(ApiCall call, Decide decide)
    {
        var reason = (await SentForm.ReadAsync(call)).TextOrNull("reason");
        if (await FindAsync(call) is not { } submission)
            return;
        if (await decide(call.ChannelName, submission.Id, call.Actor, reason, call.Cancellation) is not null)
            await call.SeeAsync(PageAddress.Submission(call.ChannelName.ToString(), submission.Id));
        else
            await call.RefuseAsync(StatusCodes.Status409Conflict, ServerDiagnostics.Decided.In(submission.File, $"submission {submission.Id} is {Word(submission.State)}; only those that wait are decided"));
    }

    private static async Task<Submission?> FindAsync(ApiCall call)
    {
        var number = call.Part("submission");
        if (long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && await call.Instance.Submissions.FindAsync(call.Channel.Channel.Id, id, call.Cancellation) is { } submission)
            return submission;
        await call.NotFoundAsync($"'{call.ChannelName}' has no submission '{number}'");
        return null;
    }

    private static string Word(SubmissionState state) => state.ToString().ToLowerInvariant();

    private static PageContent View(SubmissionsDocument page, PageForms forms)
    {
        Html head = $"""<th scope="col" class="n">Number</th><th scope="col">Artifact</th><th scope="col">State</th><th scope="col">Submitted</th><th scope="col">Decided</th><th scope="col"><span class="unseen">What to do</span></th>""";
        var choices = Enum.GetValues<SubmissionState>().Select(state => Parts.Choice(PageAddress.Submissions(page.Channel, Word(state)), Word(state), Word(state) == page.State));
        var mayDecide = forms.May(Need.Maintain);
        return new($"Submissions · {page.Channel}", $"""
            <h1>Submissions</h1>
            <p class="lead">What is on its way from staging to {page.Channel}. What was checked is what is published: each is held to its digest.</p>
            <nav class="choices" aria-label="States"><ul>{Parts.Choice(PageAddress.Submissions(page.Channel), "all", page.State is null)}{choices}</ul></nav>
            {(page.Submissions.Count == 0 ? (Html)$"""<p class="empty">There is none{(page.State is { } state ? $" that is {state}" : "")}.</p>""" : Parts.Table("Submissions", head, page.Submissions.Select(submission => Row(page.Channel, submission, forms, mayDecide))))}
            {(page.Before is { } before ? (Html)$"""<nav class="steps" aria-label="Pages"><a href="{PageAddress.Submissions(page.Channel, page.State, before)}">Older</a></nav>""" : Html.None)}
            """)
        {
            Channel = page.Channel,
            Section = "Submissions",
            Revision = page.Revision,
            Trail = [(page.Channel, PageAddress.Channel(page.Channel)), ("Submissions", PageAddress.Submissions(page.Channel))],
        };
    }

    private static PageContent View(SubmissionPageDocument page, PageForms forms)
    {
        var submission = page.Submission;
        var title = $"Submission {submission.Id.ToString(CultureInfo.InvariantCulture)}";
        return new($"{title} · {page.Channel}", $"""
            <h1 class="file">{submission.Subdir}/{submission.File}</h1>
            <p class="lead">Submission {submission.Id} <span class="mark {submission.State}">{submission.State}</span></p>
            {Parts.Facts(
                Parts.Fact("From", $"{submission.Staging}"),
                Parts.Fact("To", $"{page.Channel}, label {submission.Label}"),
                Parts.Fact("Submitted", $"{Parts.Minute(submission.Received)} by {submission.Actor}"),
                Parts.Fact("For", $"{string.Join(", ", submission.Owners)}"),
                Parts.Fact("Decided", submission.Decided is { } decided ? (Html)$"{Parts.Minute(decided)} by {submission.Decider}" : Html.None),
                Parts.Fact("Reason", $"{submission.Reason}"),
                Parts.Fact("SHA-256", $"""<code class="digest">{submission.Sha256}</code>"""))}
            {(submission.Problems.Count == 0 ? Html.None : $"""
                <section aria-labelledby="problems"><h2 id="problems">Why it does not go on</h2>
                <ul class="rows">{submission.Problems.Select(problem => (Html)$"<li>{problem.Message}. <code>{problem.Code}</code></li>")}</ul></section>
                """)}
            {(submission.State == "waiting" && forms.May(Need.Maintain) ? Decision(page.Channel, submission, forms) : Html.None)}
            {(submission.State == "published" ? (Html)$"""<p><a class="button" href="{PageAddress.Artifact(page.Channel, submission.Subdir, submission.File)}">The artifact</a></p>""" : Html.None)}
            """)
        {
            Channel = page.Channel,
            Section = "Submissions",
            Revision = page.Revision,
            Trail =
            [
                (page.Channel, PageAddress.Channel(page.Channel)),
                ("Submissions", PageAddress.Submissions(page.Channel)),
                (title, PageAddress.Submission(page.Channel, submission.Id)),
            ],
        };
    }

    private static Html Decision(string channel, SubmissionLine submission, PageForms forms) => $"""
        <section aria-labelledby="decide"><h2 id="decide">Decide</h2>
        <div class="columns">
        {forms.Of(PageAddress.Submission(channel, submission.Id, "approve"), new Fields("approve").Text("reason", "Remark, for the log"), "Approve and publish")}
        {forms.Of(PageAddress.Submission(channel, submission.Id, "reject"), new Fields("reject").Text("reason", "Reason, for the submitter", isRequired: true), "Reject", "grave")}
        </div></section>
        """;

    private static Html Row(string channel, SubmissionLine submission, PageForms forms, bool mayDecide)
    {
        var about = $"submission {submission.Id.ToString(CultureInfo.InvariantCulture)}";
        var acts = mayDecide && submission.State == "waiting"
            ? (Html)$"""{forms.Button(PageAddress.Submission(channel, submission.Id, "approve"), "Approve", about)}<a class="quiet" href="{PageAddress.Submission(channel, submission.Id)}">Reject …<span class="unseen"> {about}</span></a>"""
            : Html.None;
        return $"""
            <tr><td class="n"><a href="{PageAddress.Submission(channel, submission.Id)}">{submission.Id}</a></td><th scope="row" class="file">{submission.Subdir}/{submission.File}</th><td><span class="mark {submission.State}">{submission.State}</span></td><td>{Parts.Minute(submission.Received)} by {submission.Actor}</td><td>{(submission.Decided is { } decided ? (Html)$"{Parts.Minute(decided)} by {submission.Decider}" : Html.None)}</td><td class="acts">{acts}</td></tr>

            """;
    }
}
