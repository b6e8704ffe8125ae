using Hearth.Channels.Access;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The requester's tokens; an admin sees all.</summary>
internal static class TokensPage
{
    public static async Task AnswerAsync(ApiCall call)
    {
        var isAdmin = call.Who.MayAdminister().IsAllowed;
        var tokens = isAdmin || call.Who.User is not null
            ? await call.Instance.Access.Tokens.ListAsync(new TokenFilter { User = isAdmin ? null : call.Who.User!.Name }, call.Cancellation)
            : [call.Who.Token!];
        await call.SendPageAsync(new TokensDocument("hearth.page-tokens.1", isAdmin, [.. tokens.Select(Line)]), PageJson.Default.TokensDocument, View);
    }

    public static GrantLine Line(Grant grant) => new(grant.Channel, grant.Role.ToString().ToLowerInvariant(), grant.Names);

    /// <summary>What someone may do, one role after the other.</summary>
    public static Html Roles(IReadOnlyList<GrantLine> grants) => $"""<span class="marks">{grants.Select(grant => (Html)$"<span>{grant.Role} on {grant.Channel}{(grant.Names.Count > 0 ? ": " + string.Join(", ", grant.Names) : "")}</span> ")}</span>""";

    private static TokenLine Line(ApiToken token) => new(
        token.Id,
        token.Description,
        token.User?.ToString(),
        token.Creator,
        [.. token.Grants.Select(Line)],
        token.Scope.Channels,
        token.Scope.Names,
        token.Created,
        token.Expires,
        token.LastUsed);

    private static PageContent View(TokensDocument page)
    {
        Html head = $"""<th scope="col">Token</th><th scope="col">For</th><th scope="col">May</th><th scope="col">Made</th><th scope="col">Ends</th><th scope="col">Last used</th>""";
        return new("Tokens", $"""
            <h1>Tokens</h1>
            <p class="lead">{(page.All ? "All that are in force." : "Yours that are in force.")} The secret of a token is shown once, when it is made.</p>
            {Parts.Table("Tokens", head, page.Tokens.Select(Row))}
            <h2>Make one</h2>
            {Parts.Commands("hearth token create --help")}
            """)
        {
            Trail = [("Tokens", PageAddress.Tokens)],
        };
    }

    private static Html Row(TokenLine token)
    {
        var limits = token.Channels.Count + token.Names.Count > 0 ? (Html)$"""<span class="soft">only {string.Join(", ", token.Channels.Concat(token.Names))}</span>""" : Html.None;
        return $"""
            <tr><th scope="row"><code>{token.Id}</code> {token.Description}</th><td>{token.User ?? token.Creator}</td><td>{Roles(token.Grants)}{limits}</td><td>{Parts.Day(token.Created)}</td><td>{(token.Expires is { } end ? Parts.Day(end) : Html.Text("never"))}</td><td>{(token.LastUsed is { } used ? Parts.Minute(used) : Html.Text("never"))}</td></tr>

            """;
    }
}
