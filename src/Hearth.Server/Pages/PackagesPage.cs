using Hearth.Channels.Search;
using Hearth.Conda.Names;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The names in a channel, or under one of its labels, page by page.</summary>
internal static class PackagesPage
{
    private const int MostOnAPage = 100;

    public static async Task AnswerAsync(ApiCall call)
    {
        var channel = call.Channel;
        if (!Label.TryParse(call.Query("label") ?? Label.Main.ToString(), null, out var label) || (label != Label.Main && !channel.Labels.Contains(label.ToString(), StringComparer.Ordinal)))
        {
            await call.NotFoundAsync($"'{call.ChannelName}' has no such label");
            return;
        }
        var names = await call.Instance.Names.OfAsync(channel, call.Cancellation);
        var listed = label == Label.Main
            ? names.Entries
            : (await call.Instance.Browser.NamesAsync(channel.Channel.Id, label, call.Cancellation)).Select(name => names.Find(name) ?? Unknown(name)).ToList();
        var subdir = call.Query("subdir");
        if (subdir is not null)
            listed = [.. listed.Where(entry => entry.Subdirs.Contains(subdir, StringComparer.Ordinal))];
        var start = (int)call.Query("start", 0, 0, int.MaxValue);
        var document = new PackagesDocument(
            "hearth.page-packages.1",
            call.ChannelName.ToString(),
            names.Revision,
            label.ToString(),
            subdir,
            [.. names.Entries.SelectMany(entry => entry.Subdirs).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            listed.Count,
            start,
            [.. listed.Skip(start).Take(MostOnAPage).Select(entry => new ListedName(entry.Name, entry.Version, entry.Summary, entry.License, entry.Subdirs))]);
        await call.SendPageAsync(document, PageJson.Default.PackagesDocument, View);
    }

    // Its shards are not made yet.
    private static NameEntry Unknown(string name) => new(name, "", "", "", null, [], []);

    private static PageContent View(PackagesDocument page) => new($"Packages · {page.Channel}", $"""
        <h1>Packages</h1>
        <p class="lead">{Parts.Count(page.Total, "package", "packages")}{(page.Subdir is { } subdir ? $" for {subdir}" : "")}{(page.Label == "main" ? "" : $" under the label {page.Label}")}</p>
        <nav class="choices" aria-label="Subdirs"><ul>{Choice(page, null, "all")}{page.Subdirs.Select(choice => Choice(page, choice, choice))}</ul></nav>
        <ul class="rows">{page.Packages.Select(entry => Row(page.Channel, entry))}</ul>
        {Steps(page)}
        """)
    {
        Channel = page.Channel,
        Section = "Packages",
        Revision = page.Revision,
        Trail = [(page.Channel, PageAddress.Channel(page.Channel)), ("Packages", PageAddress.PackagesOf(page.Channel, page.Label, page.Subdir, page.Start))],
    };

    private static Html Choice(PackagesDocument page, string? subdir, string text) => Parts.Choice(PageAddress.PackagesOf(page.Channel, page.Label, subdir), text, subdir == page.Subdir);

    private static Html Row(string channel, ListedName entry) => $"""
        <li><div><a class="name" href="{PageAddress.Package(channel, entry.Name)}">{entry.Name}</a> <span class="version">{entry.Version}</span></div>
        <p>{entry.Summary}</p>{Parts.Marks(entry.Subdirs)}</li>

        """;

    private static Html Steps(PackagesDocument page)
    {
        if (page.Total <= MostOnAPage)
            return Html.None;
        var back = page.Start > 0 ? Step("Previous", Math.Max(0, page.Start - MostOnAPage)) : Html.None;
        var on = page.Start + MostOnAPage < page.Total ? Step("Next", page.Start + MostOnAPage) : Html.None;
        return $"""<nav class="steps" aria-label="Pages">{back}{on}</nav>""";

        Html Step(string text, int start) => $"""<a href="{PageAddress.PackagesOf(page.Channel, page.Label, page.Subdir, start)}">{text}</a>""";
    }
}
