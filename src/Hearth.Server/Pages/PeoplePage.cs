using Hearth.Channels.Access;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The users, their teams and what they may do.</summary>
internal static class PeoplePage
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        PageRouter.Page(PageAddress.People, Need.Administer, "The users, their teams and what they may do.", AnswerAsync),
        PageRouter.Form(PageAddress.People, Need.Administer, "Makes an account.", CreateAsync),
        PageRouter.Form(PageAddress.People + "/{user}/disable", Need.Administer, "Ends all tokens and sessions of an account.", call => SetDisabledAsync(call, disabled: true)),
        PageRouter.Form(PageAddress.People + "/{user}/enable", Need.Administer, "Gives an account back what it had.", call => SetDisabledAsync(call, disabled: false)),
    ];

    private static async Task AnswerAsync(ApiCall call)
    {
        var access = call.Instance.Access;
        var grants = (await access.Grants.ListAsync(call.Cancellation)).ToLookup(grant => grant.Grantee, grant => TokensPage.Line(grant.Grant));
        var teams = await access.Teams.ListAsync(call.Cancellation);
        var users = await access.Users.ListAsync(call.Cancellation);
        var document = new PeopleDocument(
            "hearth.page-people.1",
            [.. users.Select(user => new UserLine(
                user.Name.ToString(),
                user.DisplayName,
                user.Disabled is not null,
                [.. grants[Grantee.User(user.Name)]],
                [.. teams.Where(team => team.Members.Contains(user.Name)).Select(team => team.Name.ToString())]))]);
        await call.SendPageAsync(document, PageJson.Default.PeopleDocument, page => View(page, new PageForms(call)));
    }

    private static async Task CreateAsync(ApiCall call)
    {
        var form = await SentForm.ReadAsync(call);
        var name = AccountName.Parse(form.Text("name"));
        await call.Instance.Access.Users.CreateAsync(name, form.TextOrNull("display-name") ?? name.ToString(), call.Actor, call.Cancellation);
        if (form.TextOrNull("role") is { } role)
            await call.Instance.Access.Grants.SetAsync(Grantee.User(name), new Grant { Channel = form.TextOrNull("channel") ?? "*", Role = AccessWords.ReadRole(role) }, call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        await call.SeeAsync(PageAddress.People);
    }

    private static async Task SetDisabledAsync(ApiCall call, bool disabled)
    {
        await call.Instance.Access.Users.SetDisabledAsync(AccountName.Parse(call.Part("user")), disabled, call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        await call.SeeAsync(PageAddress.People);
    }

    private static PageContent View(PeopleDocument page, PageForms forms)
    {
        var fields = new Fields("new");
        Html head = $"""<th scope="col">User</th><th scope="col">Name</th><th scope="col">May</th><th scope="col">Teams</th><th scope="col"><span class="unseen">What to do</span></th>""";
        return new("People", $"""
            <h1>People</h1>
            <p class="lead">Accounts have no passwords: their holders sign in elsewhere, or with tokens. One is never deleted, for the logs refer to it.</p>
            {(page.Users.Count == 0 ? (Html)$"""<p class="empty">There is no account yet.</p>""" : Parts.Table("Users", head, page.Users.Select(user => User(user, forms))))}
            <section aria-labelledby="make"><h2 id="make">Make an account</h2>
            {forms.Of(PageAddress.People, $"""
                {fields.Text("name", "Name", "Lower-case letters, digits, '.', '_' and '-'; it stays for ever", isRequired: true)}
                {fields.Text("display-name", "What people read")}
                {fields.Choice("role", "Role", [("", "none yet"), .. Enum.GetValues<Role>().Select(role => (role.Word(), role.Word()))])}
                {fields.Text("channel", "On the channels", "A name or a pattern; empty for all")}
                """, "Make the account")}</section>
            """)
        {
            Section = "People",
            Trail = [("People", PageAddress.People)],
        };
    }

    private static Html User(UserLine user, PageForms forms) => $"""
        <tr><th scope="row">{user.Name}{(user.Disabled ? (Html)$""" <span class="mark">disabled</span>""" : Html.None)}</th><td>{user.DisplayName}</td><td>{TokensPage.Roles(user.Grants)}</td><td>{string.Join(", ", user.Teams)}</td><td class="acts">{forms.Button(PageAddress.Person(user.Name, user.Disabled ? "enable" : "disable"), user.Disabled ? "Enable" : "Disable", user.Name)}</td></tr>

        """;
}
