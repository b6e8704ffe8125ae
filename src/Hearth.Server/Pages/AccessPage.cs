using Hearth.Channels.Access;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>Who may do what on a channel: its grants and its trusted publishers.</summary>
internal static class AccessPage
{
    private const string Root = "/{channel}/-/access";

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        PageRouter.Page(Root, Need.Own, "Who may do what on a channel.", AnswerAsync),
        PageRouter.Form(Root + "/grants", Need.Own, "Gives a role on a channel.", GrantAsync),
        PageRouter.Form(Root + "/grants/remove", Need.Own, "Takes a role on a channel away.", RemoveGrantAsync),
        PageRouter.Form(Root + "/publishers", Need.Own, "Trusts a publisher.", TrustAsync),
        PageRouter.Form(Root + "/publishers/{publisher}/remove", Need.Own, "Trusts a publisher no more.", EndAsync),
    ];

    private static async Task AnswerAsync(ApiCall call)
    {
        var grants = await GrantsApi.OfChannelAsync(call);
        var publishers = await PublishersApi.OfChannelAsync(call);
        var issuers = await call.Instance.Access.TrustedPublishers.IssuersAsync(call.Cancellation);
        await call.SendPageAsync(
            new AccessDocument(
                "hearth.page-access.1",
                call.ChannelName.ToString(),
                call.Channel.Channel.Revision,
                [.. grants.Select(row => new HolderLine(row.Grantee.ToString(), row.Grant.Channel, row.Grant.Role.Word(), row.Grant.Names))],
                [.. publishers.Select(publisher => new PublisherLine(publisher.Id, publisher.Issuer, publisher.Claims, publisher.Names, publisher.Owners))],
                [.. issuers.Select(issuer => issuer.Url)]),
            PageJson.Default.AccessDocument,
            page => View(page, new PageForms(call)));
    }

    private static async Task GrantAsync(ApiCall call)
    {
        var form = await SentForm.ReadAsync(call);
        var grant = new Grant { Channel = call.ChannelName.ToString(), Role = AccessWords.ReadRole(form.Text("role")), Names = form.Words("names"), Owners = form.Words("owners") };
        if (await GrantsApi.SetAsync(call, Grantee.Parse(form.Text("kind") + form.Text("name")), grant))
            await SeeAsync(call);
    }

    private static async Task RemoveGrantAsync(ApiCall call)
    {
        if (await GrantsApi.TakeAsync(call, Grantee.Parse((await SentForm.ReadAsync(call)).Text("grantee")), call.ChannelName.ToString()))
            await SeeAsync(call);
    }

    private static async Task TrustAsync(ApiCall call)
    {
        var form = await SentForm.ReadAsync(call);
        var claims = form.Text("claims").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries)).ToList();
        if (claims.Find(claim => claim.Length < 2) is { } wrong)
            throw AccessDiagnostics.BadPublisher.Refuse(null, $"'{wrong[0]}' is not CLAIM=PATTERN");
        var wanted = new NewPublisher(form.Text("issuer"), claims.DistinctBy(claim => claim[0]).ToDictionary(claim => claim[0], claim => claim[1], StringComparer.Ordinal), form.Words("names"), form.Words("owners"));
        if (await PublishersApi.TrustAsync(call, wanted) is not null)
            await SeeAsync(call);
    }

    private static async Task EndAsync(ApiCall call)
    {
        if (await PublishersApi.EndAsync(call))
            await SeeAsync(call);
    }

    private static Task SeeAsync(ApiCall call) => call.SeeAsync(PageAddress.Access(call.ChannelName.ToString()));

    private static PageContent View(AccessDocument page, PageForms forms) => new($"Access · {page.Channel}", $"""
        <h1>Access</h1>
        <p class="lead">Who may do what on {page.Channel}, and which builds elsewhere publish to it without a stored secret.</p>
        <section aria-labelledby="roles"><h2 id="roles">Roles</h2>
        {Grants(page, forms)}
        {PageForms.Folded("Give a role", GrantForm(page, forms))}</section>
        <section aria-labelledby="publishers"><h2 id="publishers">Trusted publishers</h2>
        {Publishers(page, forms)}
        {(page.Issuers.Count > 0 ? PageForms.Folded("Trust a publisher", PublisherForm(page, forms)) : (Html)$"""<p class="soft">The instance trusts no issuer yet; an admin names them.</p>""")}</section>
        """)
    {
        Channel = page.Channel,
        Section = "Access",
        Revision = page.Revision,
        Trail = [(page.Channel, PageAddress.Channel(page.Channel)), ("Access", PageAddress.Access(page.Channel))],
    };

    private static Html Grants(AccessDocument page, PageForms forms)
    {
        Html head = $"""<th scope="col">Who</th><th scope="col">Role</th><th scope="col">On</th><th scope="col">Package names</th><th scope="col"><span class="unseen">What to do</span></th>""";
        return page.Grants.Count == 0 ? $"""<p class="empty">Nobody has a role here but admins.</p>""" : Parts.Table("Who has which role", head, page.Grants.Select(grant => (Html)$"""
            <tr><th scope="row">{grant.Grantee}</th><td><span class="mark">{grant.Role}</span></td><td>{(grant.Role == "admin" ? "everything" : grant.Channel)}</td><td>{(grant.Names.Count > 0 ? string.Join(", ", grant.Names) : "all")}</td><td class="acts">{(grant.Channel == page.Channel ? forms.Button(PageAddress.Access(page.Channel) + "/grants/remove", "Take away", $"the role of {grant.Grantee}", ("grantee", grant.Grantee)) : Html.None)}</td></tr>

            """));
    }

    private static Html GrantForm(AccessDocument page, PageForms forms)
    {
        var fields = new Fields("grant");
        return forms.Of(PageAddress.Access(page.Channel) + "/grants", $"""
            {fields.Choice("kind", "To a", ("user:", "user"), ("team:", "team"))}
            {fields.Text("name", "Called", isRequired: true)}
            {fields.Choice("role", "Role", ("publisher", "publisher"), ("reader", "reader"), ("maintainer", "maintainer"), ("owner", "owner"))}
            {fields.Text("names", "Package names to publish", "Names or patterns, such as numpy*; empty for all")}
            {fields.Text("owners", "Feedstocks to speak for")}
            """, "Give the role");
    }

    private static Html Publishers(AccessDocument page, PageForms forms)
    {
        Html head = $"""<th scope="col">Issuer</th><th scope="col">Claims</th><th scope="col">Package names</th><th scope="col">Speaks for</th><th scope="col"><span class="unseen">What to do</span></th>""";
        return page.Publishers.Count == 0 ? $"""<p class="empty">None is trusted.</p>""" : Parts.Table("Publishers that are trusted", head, page.Publishers.Select(publisher => (Html)$"""
            <tr><th scope="row" class="file">{publisher.Issuer}</th><td class="file">{string.Join(", ", publisher.Claims.Select(claim => $"{claim.Key}={claim.Value}"))}</td><td>{(publisher.Names.Count > 0 ? string.Join(", ", publisher.Names) : "all")}</td><td>{string.Join(", ", publisher.Owners)}</td><td class="acts">{forms.Button($"{PageAddress.Access(page.Channel)}/publishers/{publisher.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)}/remove", "Trust no more", string.Join(", ", publisher.Claims.Values))}</td></tr>

            """));
    }

    private static Html PublisherForm(AccessDocument page, PageForms forms)
    {
        var fields = new Fields("publisher");
        return forms.Of(PageAddress.Access(page.Channel) + "/publishers", $"""
            {fields.Choice("issuer", "Issuer", page.Issuers.Select(issuer => (issuer, issuer)))}
            {fields.Lines("claims", "Claims", "One a line, such as sub=repo:org/numpy-feedstock:*; all must fit", isRequired: true)}
            {fields.Text("names", "Package names to publish", "Names or patterns, such as numpy*; empty for all")}
            {fields.Text("owners", "Feedstocks that it speaks for")}
            """, "Trust it");
    }
}
