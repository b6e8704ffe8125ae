using Hearth.Channels.Access;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The issuers that vouch for builds elsewhere.</summary>
internal static class IssuersPage
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        PageRouter.Page(PageAddress.Issuers, Need.Administer, "The OpenID Connect issuers that the instance trusts.", AnswerAsync),
        PageRouter.Form(PageAddress.Issuers, Need.Administer, "Trusts an issuer.", TrustAsync),
        PageRouter.Form(PageAddress.Issuers + "/remove", Need.Administer, "Trusts an issuer no more.", RemoveAsync),
    ];

    private static async Task AnswerAsync(ApiCall call)
    {
        var publishers = (await call.Instance.Access.TrustedPublishers.ListAsync(call.Cancellation)).CountBy(publisher => publisher.Issuer).ToDictionary(StringComparer.Ordinal);
        var issuers = await call.Instance.Access.TrustedPublishers.IssuersAsync(call.Cancellation);
        await call.SendPageAsync(
            new IssuersDocument("hearth.page-issuers.1", [.. issuers.Select(issuer => new IssuerLine(issuer.Url, issuer.Audience, publishers.GetValueOrDefault(issuer.Url)))]),
            PageJson.Default.IssuersDocument,
            page => View(page, new PageForms(call), call.Request.Host.Host));
    }

    private static async Task TrustAsync(ApiCall call)
    {
        var form = await SentForm.ReadAsync(call);
        await call.Instance.Access.TrustedPublishers.TrustIssuerAsync(new TrustedIssuer(form.Text("url"), form.Text("audience")), call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        await call.SeeAsync(PageAddress.Issuers);
    }

    private static async Task RemoveAsync(ApiCall call)
    {
        var form = await SentForm.ReadAsync(call);
        await call.Instance.Access.TrustedPublishers.RemoveIssuerAsync(form.Text("url"), call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        await call.SeeAsync(PageAddress.Issuers);
    }

    private static PageContent View(IssuersDocument page, PageForms forms, string host)
    {
        var fields = new Fields("issuer");
        Html head = $"""<th scope="col">Issuer</th><th scope="col">Audience</th><th scope="col" class="n">Publishers</th><th scope="col"><span class="unseen">What to do</span></th>""";
        return new("Issuers", $"""
            <h1>Issuers</h1>
            <p class="lead">They vouch for builds elsewhere, which then publish without a stored secret. Each channel says whom it trusts them to name.</p>
            {(page.Issuers.Count == 0 ? (Html)$"""<p class="empty">None is trusted.</p>""" : Parts.Table("Issuers", head, page.Issuers.Select(issuer => Row(issuer, forms))))}
            <section aria-labelledby="trust"><h2 id="trust">Trust one</h2>
            {forms.Of(PageAddress.Issuers, $"""
                {fields.Text("url", "URL", "Exactly as its tokens have it in 'iss', such as https://token.actions.githubusercontent.com", isRequired: true)}
                {fields.Text("audience", "Audience", "What its tokens must have in 'aud', so that those made for others are worth nothing here", host, isRequired: true)}
                """, "Trust it")}</section>
            """)
        {
            Section = "Issuers",
            Trail = [("Issuers", PageAddress.Issuers)],
        };
    }

    private static Html Row(IssuerLine issuer, PageForms forms) => $"""
        <tr><th scope="row" class="file">{issuer.Url}</th><td>{issuer.Audience}</td><td class="n">{issuer.Publishers}</td><td class="acts">{forms.Button(PageAddress.Issuers + "/remove", "Trust no more", issuer.Url, ("url", issuer.Url))}</td></tr>

        """;
}
