using System.Globalization;
using Hearth.Channels.Access;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Pages;

/// <summary>The tokens that the reader may manage: to look at, to make, to rotate, to revoke.</summary>
internal static class TokensPage
{
    private static readonly (string Value, string Text)[] Lifetimes = [("30", "30 days"), ("1", "a day"), ("7", "a week"), ("90", "90 days"), ("365", "a year"), ("", "until it is revoked")];

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        PageRouter.Page(PageAddress.Tokens, Need.SignedIn, "The tokens that the requester may manage; an admin's are all.", AnswerAsync),
        PageRouter.Form(PageAddress.Tokens, Need.SignedIn, "Makes a token and shows it, once.", CreateAsync),
        PageRouter.Form(PageAddress.Tokens + "/{token}/rotate", Need.SignedIn, "Replaces a token, and shows the new one, once.", RotateAsync),
        PageRouter.Form(PageAddress.Tokens + "/{token}/revoke", Need.SignedIn, "Ends a token at once.", RevokeAsync),
    ];

    public static GrantLine Line(Grant grant) => new(grant.Channel, grant.Role.Word(), grant.Names);

    /// <summary>What someone may do, one role after the other.</summary>
    public static Html Roles(IReadOnlyList<GrantLine> grants) => Parts.Marks(grants.Select(grant =>
        (grant.Role == "admin" ? "admin" : $"{grant.Role} on {grant.Channel}") + (grant.Names.Count > 0 ? ": " + string.Join(", ", grant.Names) : "")));

    private static async Task AnswerAsync(ApiCall call)
    {
        var tokens = await TokensApi.OfAsync(call, new TokenFilter());
        var document = new TokensDocument("hearth.page-tokens.1", call.Who.MayAdminister().IsAllowed, [.. tokens.Select(Line)]);
        await call.SendPageAsync(document, PageJson.Default.TokensDocument, page => View(page, call));
    }

    private static async Task CreateAsync(ApiCall call)
    {
        var form = await SentForm.ReadAsync(call);
        if (await TokensApi.CreateAsync(call, RequestOf(call, form)) is { } made)
            await SendMadeAsync(call, made, replaces: null);
    }

    private static async Task RotateAsync(ApiCall call)
    {
        if (await TokensApi.RotateAsync(call, TokensApi.UsualGrace) is { } made)
            await SendMadeAsync(call, made, call.Part("token"));
    }

    private static async Task RevokeAsync(ApiCall call)
    {
        if (await TokensApi.RevokeTokenAsync(call) is not null)
            await call.SeeAsync(PageAddress.Tokens);
    }

    private static TokenRequest RequestOf(ApiCall call, SentForm form)
    {
        var channels = form.Words("grant-channel");
        return new TokenRequest
        {
            User = channels.Count > 0 ? null : call.Who.User?.Name,
            Grants = [.. channels.Select(channel => new Grant { Channel = channel, Role = AccessWords.ReadRole(form.Text("role")), Names = form.Words("names"), Owners = form.Words("owners") })],
            Scope = channels.Count > 0
                ? TokenScope.Unlimited
                : new TokenScope
                {
                    Channels = form.Words("channels"),
                    Names = form.Words("names"),
                    Verbs = form.Ticked("verb") is { Count: > 0 } verbs ? AccessWords.ReadVerbs(verbs) : Verbs.All,
                },
            Description = form.Text("description"),
            Lifetime = int.TryParse(form.Text("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= 36_500 ? TimeSpan.FromDays(days) : null,
        };
    }

    // Not kept by browsers or proxies: an answer other than 200 is sent with no-store.
    private static Task SendMadeAsync(ApiCall call, NewToken made, string? replaces) => call.SendPageAsync(
        new MadeTokenDocument("hearth.page-made-token.1", made.Token.Id, made.Text.Reveal(), made.Token.Description, made.Token.Expires, replaces),
        PageJson.Default.MadeTokenDocument,
        MadeView,
        StatusCodes.Status201Created);

    private static TokenLine Line(ApiToken token) => new(
        token.Id,
        token.Description,
        token.User?.ToString(),
        token.Creator,
        [.. token.Grants.Select(Line)],
        token.Scope.Channels,
        token.Scope.Names,
        token.Scope.Verbs.Words(),
        token.Created,
        token.Expires,
        token.LastUsed);

    private static PageContent View(TokensDocument page, ApiCall call)
    {
        var forms = new PageForms(call);
        Html head = $"""<th scope="col">Token</th><th scope="col">For</th><th scope="col">May</th><th scope="col">Made</th><th scope="col">Ends</th><th scope="col">Last used</th><th scope="col"><span class="unseen">What to do</span></th>""";
        return new("Tokens", $"""
            <h1>Tokens</h1>
            <p class="lead">{(page.All ? "All that are in force." : "Those in force that are yours to manage.")} The secret of a token is shown once, when it is made.</p>
            {(page.Tokens.Count == 0 ? (Html)$"""<p class="empty">There is none yet.</p>""" : Parts.Table("Tokens", head, page.Tokens.Select(token => Row(token, forms))))}
            <section aria-labelledby="make"><h2 id="make">Make one</h2>
            {(call.Who.User is { } user ? PageForms.Folded("A token that acts for you", OfUser(forms, user.Name.ToString())) : Html.None)}
            {PageForms.Folded("A token for a machine", OfMachine(forms))}
            </section>
            """)
        {
            Section = "Tokens",
            Trail = [("Tokens", PageAddress.Tokens)],
        };
    }

    private static Html OfUser(PageForms forms, string user)
    {
        var fields = new Fields("mine");
        return forms.Of(PageAddress.Tokens, $"""
            <p class="soft">It may do what {user} may, within these limits; what is left empty is no limit.</p>
            {fields.Text("description", "What it is for")}
            {fields.Text("channels", "Channels", "Names or patterns, such as forge team-*")}
            {fields.Text("names", "Package names to publish", "Names or patterns, such as numpy*")}
            {Fields.Boxes("verb", "Good for", ("read", "reading", true), ("publish", "publishing", true), ("manage", "managing channels", false), ("admin", "administering", false))}
            {fields.Choice("days", "Good for how long", Lifetimes)}
            """, "Make the token");
    }

    private static Html OfMachine(PageForms forms)
    {
        var fields = new Fields("machine");
        var roles = forms.May(Need.Administer) ? Enum.GetValues<Role>() : [.. Enum.GetValues<Role>().Where(role => role < Role.Admin)];
        return forms.Of(PageAddress.Tokens, $"""
            <p class="soft">It stands for itself, with a role on channels that you own.</p>
            {fields.Text("description", "What it is for")}
            {fields.Text("grant-channel", "Channels", "Names or patterns, such as forge team-*", isRequired: true)}
            {fields.Choice("role", "Role", roles.OrderBy(role => role != Role.Publisher).Select(role => (role.Word(), role.Word())))}
            {fields.Text("names", "Package names to publish", "Names or patterns, such as numpy*; empty for all")}
            {fields.Text("owners", "Feedstocks that it speaks for")}
            {fields.Choice("days", "Good for how long", Lifetimes)}
            """, "Make the token");
    }

    private static PageContent MadeView(MadeTokenDocument page) => new("A new token", $"""
        <h1>A new token</h1>
        <p class="lead">Copy it now: it is not kept here, and cannot be shown again.</p>
        <pre class="secret" tabindex="0"><code>{page.Secret}</code></pre>
        {Parts.Facts(
            Parts.Fact("Name", $"<code>{page.Token}</code>"),
            Parts.Fact("For", $"{page.Description}"),
            Parts.Fact("Ends", page.Expires is { } end ? Parts.Minute(end) : Html.Text("when it is revoked")),
            Parts.Fact("Takes the place of", page.Replaces is { } old ? (Html)$"<code>{old}</code>, which works for a day yet" : Html.None))}
        <p><a class="button" href="{PageAddress.Tokens}">Done</a></p>
        """)
    {
        Section = "Tokens",
        Trail = [("Tokens", PageAddress.Tokens), ("A new token", PageAddress.Tokens)],
    };

    private static Html Row(TokenLine token, PageForms forms)
    {
        string[] limits = [.. token.Channels, .. token.Names, .. token.Verbs.Count < 4 ? [$"to {string.Join(" and ", token.Verbs)}"] : (string[])[]];
        var only = limits.Length > 0 ? (Html)$"""<span class="soft">only {string.Join(", ", limits)}</span>""" : Html.None;
        return $"""
            <tr><th scope="row"><code>{token.Id}</code> {token.Description}</th><td>{token.User ?? token.Creator}</td><td>{Roles(token.Grants)} {only}</td><td>{Parts.Day(token.Created)}</td><td>{(token.Expires is { } end ? Parts.Day(end) : Html.Text("never"))}</td><td>{(token.LastUsed is { } used ? Parts.Minute(used) : Html.Text("never"))}</td><td class="acts">{forms.Button(PageAddress.Token(token.Id, "rotate"), "Rotate", $"the token {token.Id}")}{forms.Button(PageAddress.Token(token.Id, "revoke"), "Revoke", $"the token {token.Id}")}</td></tr>

            """;
    }
}
