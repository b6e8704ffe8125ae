using System.Net;
using System.Text.RegularExpressions;
using Hearth.Channels.Access;
using Hearth.Channels.Jobs;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Testing;

namespace Hearth.Server.Tests.Pages;

/// <summary>What people do on pages, with forms and without script.</summary>
public sealed partial class FormTests
{
    private const string Zlib = "/forge/-/artifacts/linux-64/zlib-1.0-0.conda";

    private static CancellationToken Stop => ServedInstance.Stop;

    [Fact]
    public async Task Whoever_has_a_token_signs_in_with_it_and_out_again()
    {
        await using var server = await ServedInstance.StartAsync(isPrivate: true);
        using var browser = new Browser(server.Url);
        await browser.GoAsync("/forge/");
        Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
        Assert.Contains("href=\"/-/sign-in?return=%2Fforge%2F\"", browser.Page);

        await browser.GoAsync("/-/sign-in?return=%2Fforge%2F");
        await browser.SendAsync("/-/sign-in", ("token", "hrt-000000000000-00000000000000000000000000000000"));
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        Assert.Contains("there is no such token", browser.Page);
        await browser.SendAsync("/-/sign-in", ("token", await server.TokenAsync(Role.Reader)));
        Assert.Equal((HttpStatusCode.OK, "/forge/"), (browser.Status, browser.Path));
        var old = browser.Cookies.GetAllCookies().Single().Value;

        await browser.SendAsync("/-/sign-out");
        await browser.GoAsync("/forge/");
        Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
        using var thief = new Browser(server.Url);
        thief.Cookies.Add(server.Url, new Cookie("hearth-session", old));
        await thief.GoAsync("/forge/");
        Assert.Equal(HttpStatusCode.Forbidden, thief.Status);
    }

    [Fact]
    public async Task A_session_may_do_what_its_token_may_and_ends_with_it()
    {
        await using var server = await ServedInstance.StartAsync(isPrivate: true);
        var token = await server.TokenAsync(Role.Reader);
        using var browser = new Browser(server.Url);
        await browser.GoAsync("/-/sign-in");
        await browser.SendAsync("/-/sign-in", ("token", token));
        await browser.GoAsync("/forge/");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.DoesNotContain("/forge/-/access", browser.Page);
        await browser.GoAsync("/-/people");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);

        await server.Instance.Access.Tokens.RevokeAsync(TokenText.Parse(token).Id, "test", Stop);
        await server.Instance.LiveAccess.RefreshAsync(Stop);
        await browser.GoAsync("/forge/");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        Assert.Contains("the session has ended", browser.Page);
    }

    [Fact]
    public async Task A_form_from_another_site_or_without_the_token_of_its_page_changes_nothing()
    {
        await using var server = await ServedInstance.StartAsync();
        using var browser = await Browser.SignedInAsync(server, Role.Admin);
        await browser.PostAsync("/-/people", [new("name", "eve")]);
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        await browser.GoAsync("/-/people");
        var proof = ProofPattern().Match(browser.Page).Groups[1].Value;
        await browser.PostAsync("/-/people", [new("csrf", proof), new("name", "eve")], from: "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        using var stranger = new Browser(server.Url);
        await stranger.PostAsync("/-/sign-in", [new("token", await server.TokenAsync(Role.Reader))], from: "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, stranger.Status);

        Assert.Empty(await server.Instance.Access.Users.ListAsync(Stop));
        await browser.PostAsync("/-/people", [new("csrf", proof), new("name", "eve")]);
        Assert.Equal((HttpStatusCode.OK, "/-/people"), (browser.Status, browser.Path));
    }

    [Fact]
    public async Task A_token_is_made_shown_once_rotated_and_revoked()
    {
        await using var server = await ServedInstance.StartAsync(isPrivate: true);
        using var browser = await Browser.SignedInAsync(server, Role.Owner);
        await browser.GoAsync("/-/tokens");
        await browser.SendAsync("/-/tokens", ("description", "a mirror"), ("grant-channel", "forge"), ("role", "reader"));
        Assert.Equal(HttpStatusCode.Created, browser.Status);
        Assert.True(browser.Headers.CacheControl!.NoStore);
        var first = SecretPattern().Match(browser.Page).Value;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, first));

        await browser.GoAsync("/-/tokens");
        Assert.Contains("a mirror", browser.Page);
        Assert.DoesNotContain(first, browser.Page);
        var id = TokenText.Parse(first).Id;
        await browser.SendAsync($"/-/tokens/{id}/rotate");
        var second = SecretPattern().Match(browser.Page).Value;
        Assert.NotEqual(first, second);
        await browser.GoAsync("/-/tokens");
        await browser.SendAsync($"/-/tokens/{TokenText.Parse(second).Id}/revoke");
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(server, second));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, first));
    }

    [Fact]
    public async Task An_owner_of_one_channel_makes_no_token_for_another()
    {
        await using var server = await ServedInstance.StartAsync();
        using var browser = await Browser.SignedInAsync(server, Role.Owner);
        await browser.GoAsync("/-/tokens");
        await browser.SendAsync("/-/tokens", ("grant-channel", "other"), ("role", "reader"));
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        Assert.DoesNotMatch(SecretPattern(), browser.Page);
    }

    [Fact]
    public async Task A_maintainer_labels_breaks_removes_and_restores_an_artifact()
    {
        await using var server = await ServedInstance.StartAsync();
        await PublishAsync(server);
        using var browser = await Browser.SignedInAsync(server, Role.Maintainer);
        await browser.GoAsync(Zlib);
        await browser.SendAsync(Zlib + "/labels", ("add", "dev"));
        Assert.Equal(["dev", "main"], await LabelsAsync(server));
        await browser.SendAsync(Zlib + "/labels", ("remove", "dev"));
        await browser.SendAsync(Zlib + "/broken");
        Assert.Equal(["broken"], await LabelsAsync(server));
        await browser.SendAsync(Zlib + "/remove", ("reason", "built with the wrong flags"));
        Assert.Contains("built with the wrong flags", browser.Page);
        Assert.False(browser.HasForm(Zlib + "/remove"));
        await browser.SendAsync(Zlib + "/restore");
        Assert.Equal(["main"], await LabelsAsync(server));
    }

    [Fact]
    public async Task Whoever_may_not_sees_no_forms_and_is_refused()
    {
        await using var server = await ServedInstance.StartAsync();
        await PublishAsync(server);
        using var browser = await Browser.SignedInAsync(server, Role.Publisher);
        await browser.GoAsync(Zlib);
        Assert.False(browser.HasForm(Zlib + "/remove"));
        var proof = ProofPattern().Match(browser.Page).Groups[1].Value;
        await browser.PostAsync(Zlib + "/remove", [new("csrf", proof)]);
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        Assert.Equal(["main"], await LabelsAsync(server));
        using var stranger = new Browser(server.Url);
        await stranger.PostAsync(Zlib + "/remove", []);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.Status);
    }

    [Fact]
    public async Task A_submission_is_looked_at_approved_or_rejected_with_a_reason()
    {
        await using var server = await ServedInstance.StartAsync(settings: new ChannelSettings { Staging = "staging", NeedsApproval = true });
        await server.Instance.Store.Catalog.CreateAsync(ChannelName.Parse("staging"), new ChannelSettings(), "test", Stop);
        await server.Instance.Live.RefreshAsync(Stop);
        foreach (var name in (string[])["good", "bad"])
            await SubmitAsync(server, name);
        using var browser = await Browser.SignedInAsync(server, Role.Maintainer);
        await browser.GoAsync("/forge/-/submissions?state=waiting");
        Assert.Contains("good-1.0-0.conda", browser.Page);
        await browser.SendAsync("/forge/-/submissions/1/approve");
        Assert.Equal("/forge/-/submissions/1", browser.Path);
        Assert.Contains(">published<", browser.Page);
        await browser.GoAsync("/forge/-/submissions/2");
        await browser.SendAsync("/forge/-/submissions/2/reject", ("reason", "needs a licence"));
        Assert.Contains("needs a licence", browser.Page);
        Assert.False(browser.HasForm("/forge/-/submissions/2/approve"));
        await browser.GoAsync("/forge/-/submissions/9");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Fact]
    public async Task A_job_is_cancelled_and_retried()
    {
        await using var server = await ServedInstance.StartAsync();
        using var browser = await Browser.SignedInAsync(server, Role.Admin);
        var job = await server.Instance.Jobs.AddAsync(JobKind.FolderImport, new JobArguments("forge", "/nowhere"), "test", slot: null, Stop);
        for (var tries = 0; tries < 300 && (await server.Instance.Jobs.FindAsync(job!.Id, Stop))!.State is JobState.Waiting or JobState.Running; tries++)
            await Task.Delay(50, Stop);
        var state = (await server.Instance.Jobs.FindAsync(job!.Id, Stop))!.State;
        await browser.GoAsync("/-/jobs");
        await browser.GoAsync($"/-/jobs/{job.Id}");
        Assert.Contains($">{state.Word()}<", browser.Page);
        await browser.SendAsync($"/-/jobs/{job.Id}/{(state == JobState.Waiting ? "cancel" : "retry")}");
        Assert.Equal((HttpStatusCode.OK, $"/-/jobs/{job.Id}"), (browser.Status, browser.Path));
        await browser.GoAsync("/-/jobs/999");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Fact]
    public async Task A_notice_is_added_for_clients_and_taken_away()
    {
        await using var server = await ServedInstance.StartAsync();
        using var browser = await Browser.SignedInAsync(server, Role.Owner);
        await browser.GoAsync("/forge/-/notices");
        await browser.SendAsync("/forge/-/notices", ("message", "we move <house>"), ("level", "warning"));
        Assert.Contains("we move &lt;house&gt;", browser.Page);
        Assert.Equal(2, browser.Page.Split("<form class=\"form").Length - 1 + (browser.HasForm("/forge/-/notices/remove") ? 1 : 0));
        await browser.SendAsync("/forge/-/notices/remove");
        Assert.DoesNotContain("we move", browser.Page);
    }

    [Fact]
    public async Task A_snapshot_is_let_go_and_pinned_by_a_button()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Maintainer);
        await ServedInstance.PublishAndSeeAsync(client, new TinyPackage("zlib"));
        using var body = ServedInstance.Json("""{"name":"release-1"}""");
        using var taken = await client.PostAsync("api/v1/channels/forge/snapshots", body, Stop);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        using var browser = await Browser.SignedInAsync(server, Role.Maintainer);
        await browser.GoAsync("/forge/-/history");
        Assert.Contains("<td>pinned<", browser.Page);

        await browser.SendAsync("/forge/-/history/pin");
        Assert.Contains("<td>by retention<", browser.Page);
        await browser.SendAsync("/forge/-/history/pin");
        Assert.Contains("<td>pinned<", browser.Page);

        using var reader = await Browser.SignedInAsync(server, Role.Reader);
        await reader.GoAsync("/forge/-/history");
        Assert.False(reader.HasForm("/forge/-/history/pin"));
    }

    [Fact]
    public async Task An_owner_gives_a_role_trusts_a_publisher_and_takes_both_back()
    {
        await using var server = await ServedInstance.StartAsync();
        await server.Instance.Access.Users.CreateAsync(AccountName.Parse("ben"), "Ben", "test", Stop);
        await server.Instance.Access.TrustedPublishers.TrustIssuerAsync(new TrustedIssuer("https://git.example.org", "here"), "test", Stop);
        using var browser = await Browser.SignedInAsync(server, Role.Owner);
        await browser.GoAsync("/forge/-/access");
        await browser.SendAsync("/forge/-/access/grants", ("name", "ben"), ("role", "publisher"), ("names", "numpy*, scipy"));
        Assert.Contains("numpy*, scipy", browser.Page);
        await browser.SendAsync("/forge/-/access/publishers", ("claims", "sub=repo:org/numpy:*\nref=refs/heads/main"), ("names", "numpy*"));
        Assert.Contains("sub=repo:org/numpy:*", browser.Page);
        await browser.SendAsync("/forge/-/access/publishers/1/remove");
        await browser.SendAsync("/forge/-/access/grants/remove");
        Assert.Empty(await server.Instance.Access.Grants.ListAsync(Stop));
        Assert.Empty(await server.Instance.Access.TrustedPublishers.ListAsync(Stop));
    }

    [Fact]
    public async Task An_admin_makes_people_teams_issuers_and_channels()
    {
        await using var server = await ServedInstance.StartAsync();
        using var browser = await Browser.SignedInAsync(server, Role.Admin);
        await browser.GoAsync("/-/people");
        await browser.SendAsync("/-/people", ("name", "ben"), ("display-name", "Ben Li"), ("role", "reader"), ("channel", "forge"));
        Assert.Contains("reader on forge", browser.Page);
        await browser.SendAsync("/-/people/ben/disable");
        Assert.Contains("disabled", browser.Page);
        await browser.SendAsync("/-/people/ben/enable");
        await browser.GoAsync("/-/teams");
        await browser.SendAsync("/-/teams", ("name", "core"), ("members", "ben"));
        await browser.SendAsync("/-/teams/core/members", ("remove", "ben"));
        Assert.Contains("Nobody is in it", browser.Page);
        await browser.SendAsync("/-/teams/core/delete");
        Assert.Empty(await server.Instance.Access.Teams.ListAsync(Stop));
        await browser.GoAsync("/-/issuers");
        await browser.SendAsync("/-/issuers", ("url", "https://git.example.org"));
        await browser.SendAsync("/-/issuers/remove");
        Assert.Contains("None is trusted", browser.Page);
        await browser.GoAsync("/");
        await browser.SendAsync("/", ("name", "shelf"), ("description", "of our own"));
        Assert.Equal((HttpStatusCode.OK, "/shelf/"), (browser.Status, browser.Path));
    }

    private static async Task PublishAsync(ServedInstance server)
    {
        using var admin = await server.ClientAsync(Role.Admin);
        using var answer = await ServedInstance.PublishAsync(admin, new TinyPackage("zlib", "1.0"));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    private static async Task SubmitAsync(ServedInstance server, string name)
    {
        using var admin = await server.ClientAsync(Role.Admin);
        var package = new TinyPackage(name, "1.0") { Index = { ["subdir"] = "noarch" } };
        using var body = new ByteArrayContent(package.Conda());
        using var staged = await admin.PutAsync($"api/v1/channels/staging/artifacts/noarch/{package.Stem}.conda", body, Stop);
        Assert.Equal(HttpStatusCode.Created, staged.StatusCode);
        var request = new SubmissionRequest
        {
            Channel = ChannelName.Parse("forge"),
            Subdir = "noarch",
            File = $"{package.Stem}.conda",
            Sha256 = Foundation.Hashing.Sha256.Of(package.Conda()),
            Label = Label.Main,
            Actor = "test",
            Owners = [],
            WhyNot = _ => null,
        };
        Assert.Equal(SubmissionState.Waiting, (await server.Instance.Submissions.SubmitAsync(request, Stop)).State);
    }

    private static async Task<IReadOnlyList<string>> LabelsAsync(ServedInstance server)
    {
        var channel = await server.Instance.Store.Catalog.FindAsync(ChannelName.Parse("forge"), Stop);
        return (await server.Instance.Listing.FindAsync(channel!.Id, "linux-64", "zlib-1.0-0.conda", Stop))!.Labels;
    }

    private static async Task<HttpStatusCode> StatusAsync(ServedInstance server, string token)
    {
        using var client = await server.ClientAsync();
        using var answer = await client.GetAsync($"t/{token}/forge/noarch/repodata.json", Stop);
        return answer.StatusCode;
    }

    [GeneratedRegex("name=\"csrf\" value=\"([^\"]*)\"")]
    private static partial Regex ProofPattern();

    [GeneratedRegex("hrt-[0-9a-z]{12}-[0-9a-z]{32}")]
    private static partial Regex SecretPattern();
}
