using Hearth.Channels.Live;
using Hearth.Channels.Search;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>What a search found, in one channel or in all that the requester may read.</summary>
internal static class SearchPage
{
    /// <summary>Whoever does not find it among so many types more.</summary>
    public const int Most = 60;

    public static async Task AnswerAsync(ApiCall call)
    {
        var query = new SearchQuery(call.Query("q") ?? "");
        var one = call.Context.Request.RouteValues.ContainsKey("channel") ? call.Channel : null;
        var found = new List<(LiveChannel Channel, NameMatch Match)>();
        var (revision, total) = (0L, 0);
        foreach (var channel in one is null ? call.Instance.Live.All.Where(channel => call.MayRead(channel)) : [one])
        {
            var names = await call.Instance.Names.OfAsync(channel, call.Cancellation);
            revision = names.Revision;
            var here = names.Search(query, Most);
            total += here.Total;
            found.AddRange(here.Best.Select(match => (channel, match)));
        }
        var best = found.OrderBy(entry => entry.Match).ThenBy(entry => NameOf(entry.Channel), StringComparer.Ordinal).Take(Most).Select(entry => Document(entry.Channel, entry.Match));
        var document = new SearchDocument("hearth.page-search.1", query.Text, one is null ? null : NameOf(one), one is null ? null : revision, total, [.. best]);
        await call.SendPageAsync(document, PageJson.Default.SearchDocument, View);
    }

    private static string NameOf(LiveChannel channel) => channel.Channel.Name.ToString();

    private static FoundName Document(LiveChannel channel, NameMatch match) => new(
        NameOf(channel), match.Entry.Name, match.Entry.Version, match.Entry.Summary, match.Entry.Subdirs, match.Entry.Labels, match.Kind.ToString().ToLowerInvariant());

    private static PageContent View(SearchDocument search) => new($"{search.Query} · Search", $"""
        <h1>{(search.Query.Length == 0 ? "Search" : search.Query)}</h1>
        <p class="lead">{Outcome(search)}</p>
        <ul class="rows">{search.Found.Select(found => Row(found, showsChannel: search.Channel is null))}</ul>
        """)
    {
        Channel = search.Channel,
        Revision = search.Revision,
        Query = search.Query,
        Trail = search.Channel is { } channel ? [(channel, PageAddress.Channel(channel)), ("Search", PageAddress.Search(channel, search.Query))] : [("Search", PageAddress.Search(null, search.Query))],
    };

    private static string Outcome(SearchDocument search)
    {
        if (search.Query.Length == 0)
            return "Type a name, the beginning of one, or words of a summary.";
        if (search.Total == 0)
            return "Nothing is called so, and no summary has these words.";
        var close = search.Found[0].Match == "similar" ? "Nothing is called so. Close to it: " : "";
        var shown = search.Total > search.Found.Count ? $"; the best {search.Found.Count} are shown" : "";
        return $"{close}{Parts.Count(search.Total, "package", "packages")}{shown}";
    }

    private static Html Row(FoundName found, bool showsChannel) => $"""
        <li><div><a class="name" href="{PageAddress.Package(found.Channel, found.Name)}">{found.Name}</a> <span class="version">{found.Version}</span>{(showsChannel ? In(found.Channel) : Html.None)}{(found.Labels.Contains("main", StringComparer.Ordinal) ? Html.None : $""" <span class="soft">under {string.Join(", ", found.Labels)} only</span>""")}</div>
        <p>{found.Summary}</p>{Parts.Marks(found.Subdirs)}</li>

        """;

    private static Html In(string channel) => $""" <span class="soft">in <a href="{PageAddress.Channel(channel)}">{channel}</a></span>""";
}
