using Hearth.Channels.Access;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>Teams: the reader's own, or all for an admin, who says who is in them.</summary>
internal static class TeamsPage
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        PageRouter.Page(PageAddress.Teams, Need.SignedIn, "The requester's teams; an admin sees all.", AnswerAsync),
        PageRouter.Form(PageAddress.Teams, Need.Administer, "Makes a team.", CreateAsync),
        PageRouter.Form(PageAddress.Teams + "/{team}/members", Need.Administer, "Puts a user into a team, or takes one out.", ChangeAsync),
        PageRouter.Form(PageAddress.Teams + "/{team}/delete", Need.Administer, "Dissolves a team.", DeleteAsync),
    ];

    private static async Task AnswerAsync(ApiCall call)
    {
        var isAdmin = call.Who.MayAdminister().IsAllowed;
        var grants = (await call.Instance.Access.Grants.ListAsync(call.Cancellation)).ToLookup(row => row.Grantee, row => TokensPage.Line(row.Grant));
        var teams = (await call.Instance.Access.Teams.ListAsync(call.Cancellation)).Where(team => isAdmin || call.Who.Teams.Contains(team.Name));
        var document = new TeamsDocument(
            "hearth.page-teams.1", isAdmin, [.. teams.Select(team => new TeamLine(team.Name.ToString(), [.. team.Members.Select(member => member.ToString())], [.. grants[Grantee.Team(team.Name)]]))]);
        await call.SendPageAsync(document, PageJson.Default.TeamsDocument, page => View(page, new PageForms(call)));
    }

    private static async Task CreateAsync(ApiCall call)
    {
        var form = await SentForm.ReadAsync(call);
        var (name, members) = (AccountName.Parse(form.Text("name")), form.Words("members").Select(member => AccountName.Parse(member)).ToList());
        await call.Instance.Access.Teams.CreateAsync(name, call.Actor, call.Cancellation);
        await ChangeAsync(call, name, members, []);
    }

    private static async Task ChangeAsync(ApiCall call)
    {
        var form = await SentForm.ReadAsync(call);
        await ChangeAsync(call, AccountName.Parse(call.Part("team")), [.. form.Words("add").Select(member => AccountName.Parse(member))], [.. form.Words("remove").Select(member => AccountName.Parse(member))]);
    }

    private static async Task ChangeAsync(ApiCall call, AccountName team, IReadOnlyCollection<AccountName> added, IReadOnlyCollection<AccountName> removed)
    {
        await call.Instance.Access.Teams.ChangeMembersAsync(team, added, removed, call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        await call.SeeAsync(PageAddress.Teams);
    }

    private static async Task DeleteAsync(ApiCall call)
    {
        await call.Instance.Access.Teams.DeleteAsync(AccountName.Parse(call.Part("team")), call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        await call.SeeAsync(PageAddress.Teams);
    }

    private static PageContent View(TeamsDocument page, PageForms forms)
    {
        var fields = new Fields("new");
        var isAdmin = forms.May(Need.Administer);
        return new("Teams", $"""
            <h1>Teams</h1>
            <p class="lead">{(page.All ? "Users who have roles together." : "Those that you are in.")}</p>
            {(page.Teams.Count == 0 ? (Html)$"""<p class="empty">There is none yet.</p>""" : Html.None)}<ul class="cards">{page.Teams.Select(team => Team(team, forms, isAdmin))}</ul>
            {(isAdmin ? (Html)$"""
                <section aria-labelledby="make"><h2 id="make">Make one</h2>
                {forms.Of(PageAddress.Teams, $"""{fields.Text("name", "Name", "Lower-case letters, digits, '.', '_' and '-'", isRequired: true)}{fields.Text("members", "Members", "Names of users")}""", "Make the team")}</section>
                """ : Html.None)}
            """)
        {
            Section = "Teams",
            Trail = [("Teams", PageAddress.Teams)],
        };
    }

    private static Html Team(TeamLine team, PageForms forms, bool isAdmin)
    {
        var fields = new Fields($"team-{team.Name}");
        var members = team.Members.Select(member => (Html)$"""<li>{member}{(isAdmin ? forms.Button(PageAddress.Team(team.Name, "members"), "Take out", $"{member} of {team.Name}", ("remove", member)) : Html.None)}</li>""");
        return $"""
            <li><h2>{team.Name}</h2>{TokensPage.Roles(team.Grants)}
            {(team.Members.Count == 0 ? (Html)$"""<p class="soft">Nobody is in it.</p>""" : $"""<ul class="people">{members}</ul>""")}
            {(isAdmin ? (Html)$"""
                {PageForms.Folded("Put someone in", forms.Of(PageAddress.Team(team.Name, "members"), fields.Text("add", "Users", isRequired: true), "Put in"))}
                {PageForms.Folded("Dissolve it", forms.Of(PageAddress.Team(team.Name, "delete"), $"""<p class="soft">What was granted to {team.Name} is gone with it; its members stay.</p>""", "Dissolve", "grave"))}
                """ : Html.None)}</li>

            """;
    }
}
