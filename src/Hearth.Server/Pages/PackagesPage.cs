using Hearth.Channels.Search;
using Hearth.Channels.Selections;
using Hearth.Conda.Names;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The names in a channel, under one of its labels or in one of its views, page by page.</summary>
internal static class PackagesPage
{
    private const int MostOnAPage = 100;

    public static Task AnswerAsync(ApiCall call) => PagePast.AnswerAsync(call, asOf => asOf is null ? AnswerNowAsync(call) : AnswerPastAsync(call, asOf));

    private static async Task AnswerNowAsync(ApiCall call)
    {
        var channel = call.Channel;
        if (await FindLabelAsync(call, [.. channel.Labels, .. channel.Channel.Settings.Views.Keys.Select(view => ViewName.Folder + view)]) is not { } label)
            return;
        var names = await call.Instance.Names.OfAsync(channel, call.Cancellation);
        var listed = label == Label.Main
            ? names.Entries
            : (await call.Instance.Browser.NamesAsync(channel.Channel.Id, label, call.Cancellation)).Select(name => names.Find(name) ?? Unknown(name)).ToList();
        var subdir = call.Query("subdir");
        if (subdir is not null)
            listed = [.. listed.Where(entry => entry.Subdirs.Contains(subdir, StringComparer.Ordinal))];
        var start = StartOf(call);
        var document = new PackagesDocument(
            "hearth.page-packages.1",
            call.ChannelName.ToString(),
            names.Revision,
            label.ToString(),
            subdir,
            [.. names.Entries.SelectMany(entry => entry.Subdirs).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            listed.Count,
            start,
            [.. listed.Skip(start).Take(MostOnAPage).Select(entry => new ListedName(entry.Name, entry.Version, entry.Summary, entry.License, entry.Subdirs))],
            null);
        await call.SendPageAsync(document, PageJson.Default.PackagesDocument, View);
    }

    private static async Task AnswerPastAsync(ApiCall call, AsOfDocument asOf)
    {
        var (past, channel) = (call.Instance.Past, call.Channel.Channel);
        var then = await past.ChannelAsync(channel.Id, asOf.Revision, call.Cancellation);
        if (await FindLabelAsync(call, [.. then.Labels, .. then.Settings.Views.Keys.Select(view => ViewName.Folder + view)]) is not { } label)
            return;
        var names = await past.NamesAsync(channel, label, asOf.Revision, call.Cancellation);
        var subdir = call.Query("subdir");
        var listed = names.Where(name => subdir is null || name.Value.Contains(subdir, StringComparer.Ordinal)).ToList();
        var start = StartOf(call);
        var shown = listed.Skip(start).Take(MostOnAPage).ToList();
        var summaries = await past.SummariesAsync(channel.Id, label, shown, asOf.Revision, call.Cancellation);
        var document = new PackagesDocument(
            "hearth.page-packages.1",
            channel.Name.ToString(),
            asOf.Revision,
            label.ToString(),
            subdir,
            [.. names.Values.SelectMany(subdirs => subdirs).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            listed.Count,
            start,
            [.. shown.Select(name => (Name: name.Key, Subdirs: name.Value, Entry: summaries[name.Key])).Select(name => new ListedName(name.Name, name.Entry.Version, name.Entry.Text("summary"u8) ?? "", name.Entry.Text("license"u8) ?? "", name.Subdirs))],
            asOf);
        await call.SendPageAsync(document, PageJson.Default.PackagesDocument, View);
    }

    private static int StartOf(ApiCall call) => (int)call.Query("start", 0, 0, int.MaxValue);

    // Null where there is none; then the refusal has been sent.
    private static async Task<Label?> FindLabelAsync(ApiCall call, IReadOnlyList<string> labels)
    {
        if (Label.TryParse(call.Query("label") ?? Label.Main.ToString(), null, out var label) && (label == Label.Main || labels.Contains(label.ToString(), StringComparer.Ordinal)))
            return label;
        await call.NotFoundAsync($"'{call.ChannelName}' has no such label");
        return null;
    }

    // Its shards are not made yet.
    private static NameEntry Unknown(string name) => new(name, "", "", "", null, [], []);

    private static PageContent View(PackagesDocument page) => new($"Packages · {page.Channel}", $"""
        <h1>Packages</h1>
        <p class="lead">{Parts.Count(page.Total, "package", "packages")}{(page.Subdir is { } subdir ? $" for {subdir}" : "")}{(page.Label == "main" ? "" : ViewName.IsLabelOfOne(page.Label) ? $" in the view {page.Label[ViewName.Folder.Length..]}" : $" under the label {page.Label}")}</p>
        <nav class="choices" aria-label="Subdirs"><ul>{Choice(page, null, "all")}{page.Subdirs.Select(choice => Choice(page, choice, choice))}</ul></nav>
        <ul class="rows">{page.Packages.Select(entry => Row(page, entry))}</ul>
        {Steps(page)}
        """)
    {
        Channel = page.Channel,
        Section = "Packages",
        Revision = page.Revision,
        AsOf = page.AsOf,
        HasPast = true,
        Trail = [(page.Channel, PageAddress.At(PageAddress.Channel(page.Channel), page.AsOf)), ("Packages", AddressOf(page, page.Subdir, page.Start))],
    };

    private static Html Choice(PackagesDocument page, string? subdir, string text) => Parts.Choice(AddressOf(page, subdir), text, subdir == page.Subdir);

    private static string AddressOf(PackagesDocument page, string? subdir, int start = 0) => PageAddress.At(PageAddress.PackagesOf(page.Channel, page.Label, subdir, start), page.AsOf);

    private static Html Row(PackagesDocument page, ListedName entry) => $"""
        <li><div><a class="name" href="{PageAddress.At(PageAddress.Package(page.Channel, entry.Name), page.AsOf)}">{entry.Name}</a> <span class="version">{entry.Version}</span></div>
        <p>{entry.Summary}</p>{Parts.Marks(entry.Subdirs)}</li>

        """;

    private static Html Steps(PackagesDocument page)
    {
        if (page.Total <= MostOnAPage)
            return Html.None;
        var back = page.Start > 0 ? Step("Previous", Math.Max(0, page.Start - MostOnAPage)) : Html.None;
        var on = page.Start + MostOnAPage < page.Total ? Step("Next", page.Start + MostOnAPage) : Html.None;
        return $"""<nav class="steps" aria-label="Pages">{back}{on}</nav>""";

        Html Step(string text, int start) => $"""<a href="{AddressOf(page, page.Subdir, start)}">{text}</a>""";
    }
}
