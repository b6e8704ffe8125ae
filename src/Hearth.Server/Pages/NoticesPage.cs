using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Channels.Indexing;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Time;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>What clients tell the users of a channel (CEP 6).</summary>
internal static class NoticesPage
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        PageRouter.Page("/{channel}/-/notices", Need.Read, "The notices of a channel.", AnswerAsync),
        PageRouter.Form("/{channel}/-/notices", Need.Own, "Adds a notice.", AddAsync),
        PageRouter.Form("/{channel}/-/notices/remove", Need.Own, "Takes a notice away.", RemoveAsync),
    ];

    private static async Task AnswerAsync(ApiCall call)
    {
        var notices = await ReadAsync(call);
        await call.SendPageAsync(
            new NoticesDocument("hearth.page-notices.1", call.ChannelName.ToString(), call.Channel.Channel.Revision, [.. notices.OfType<JsonObject>().Select(Line)]),
            PageJson.Default.NoticesDocument,
            page => View(page, new PageForms(call)));
    }

    private static async Task AddAsync(ApiCall call)
    {
        var form = await SentForm.ReadAsync(call);
        var now = call.Instance.Store.Clock.GetUtcNow();
        var days = int.TryParse(form.Text("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 1, 3650) : 30;
        var notices = await ReadAsync(call);
        notices.Add((JsonNode)new JsonObject
        {
            ["id"] = Guid.CreateVersion7(now).ToString(),
            ["message"] = form.Text("message"),
            ["level"] = form.Text("level"),
            ["created_at"] = Rfc3339.Format(now),
            ["expires_at"] = Rfc3339.Format(now.AddDays(days)),
        });
        await SetAsync(call, notices);
    }

    private static async Task RemoveAsync(ApiCall call)
    {
        var id = (await SentForm.ReadAsync(call)).Text("id");
        var notices = await ReadAsync(call);
        foreach (var gone in notices.OfType<JsonObject>().Where(notice => Text(notice, "id") == id).ToList())
            notices.Remove(gone);
        await SetAsync(call, notices);
    }

    private static async Task<JsonArray> ReadAsync(ApiCall call)
    {
        var json = await call.Instance.Store.Catalog.NoticesAsync(call.Channel.Channel.Id, call.Cancellation);
        var notices = json is null ? null : JsonNode.Parse(json)?["notices"] as JsonArray;
        notices?.Parent?.AsObject().Remove("notices");
        return notices ?? [];
    }

    private static async Task SetAsync(ApiCall call, JsonArray notices)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            new JsonObject { ["notices"] = notices }.WriteTo(json);
        var problems = NoticesFile.Problems(buffer.ToArray(), NoticesFile.Name);
        if (problems.Count > 0)
            throw new BadInputException(problems);
        await call.Instance.Store.Catalog.SetNoticesAsync(call.ChannelName, buffer.ToArray(), call.Actor, call.Cancellation);
        await call.Instance.Live.RefreshAsync(call.Cancellation);
        await call.SeeAsync(PageAddress.Notices(call.ChannelName.ToString()));
    }

    private static NoticeLine Line(JsonObject notice) => new(Text(notice, "id"), Text(notice, "level"), Text(notice, "message"), Text(notice, "created_at"), Text(notice, "expires_at"));

    private static string Text(JsonObject notice, string name) => notice[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private static PageContent View(NoticesDocument page, PageForms forms)
    {
        var fields = new Fields("notice");
        var mayWrite = forms.May(Need.Own);
        return new($"Notices · {page.Channel}", $"""
            <h1>Notices</h1>
            <p class="lead">What conda and its kin tell everyone who installs from {page.Channel}.</p>
            {(page.Notices.Count == 0 ? (Html)$"""<p class="empty">There is none.</p>""" : $"""<ul class="rows">{page.Notices.Select(notice => Row(page.Channel, notice, forms, mayWrite))}</ul>""")}
            {(mayWrite ? (Html)$"""
                <section aria-labelledby="add"><h2 id="add">Add one</h2>
                {forms.Of(PageAddress.Notices(page.Channel), $"""
                    {fields.Lines("message", "Message", isRequired: true)}
                    {fields.Choice("level", "Level", ("info", "info: shown once"), ("warning", "warning"), ("critical", "critical"))}
                    {fields.Choice("days", "Shown for", ("7", "a week"), ("30", "30 days"), ("90", "90 days"), ("365", "a year"))}
                    """, "Add the notice")}</section>
                """ : Html.None)}
            """)
        {
            Channel = page.Channel,
            Section = "Notices",
            Revision = page.Revision,
            Trail = [(page.Channel, PageAddress.Channel(page.Channel)), ("Notices", PageAddress.Notices(page.Channel))],
        };
    }

    private static Html Row(string channel, NoticeLine notice, PageForms forms, bool mayWrite) => $"""
        <li><span class="mark {notice.Level}">{notice.Level}</span> <p class="text">{notice.Message}</p>
        <span class="soft">since {notice.Created}, until {notice.Expires}</span>{(mayWrite ? forms.Button(PageAddress.Notices(channel) + "/remove", "Take away", $"the notice: {notice.Message}", ("id", notice.Id)) : Html.None)}</li>

        """;
}
