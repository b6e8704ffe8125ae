using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The start page: the channels that the requester may read.</summary>
internal static class HomePage
{
    public static async Task AnswerAsync(ApiCall call)
    {
        var channels = new List<HomeChannel>();
        foreach (var live in call.Instance.Live.All.Where(channel => call.MayRead(channel)))
        {
            var (channel, names) = (live.Channel, await call.Instance.Names.OfAsync(live, call.Cancellation));
            channels.Add(new(channel.Name.ToString(), channel.Settings.Description, channel.Settings.Private, channel.Revision, names.Entries.Count, channel.Bytes));
        }
        await call.SendPageAsync(new HomeDocument("hearth.page-home.1", channels), PageJson.Default.HomeDocument, View);
    }

    private static PageContent View(HomeDocument home) => new("Hearth", $"""
        <h1>Channels</h1>
        <p class="lead">{Parts.Count(home.Channels.Count, "channel", "channels")} with {Parts.Count(home.Channels.Sum(channel => channel.Packages), "package", "packages")}</p>
        {(home.Channels.Count == 0 ? Empty : Html.None)}<ul class="cards">{home.Channels.Select(Channel)}</ul>
        """);

    private static Html Empty => $"""
        <p>There is no channel here yet that you may read.</p>
        """;

    private static Html Channel(HomeChannel channel) => $"""
        <li><h2><a href="{PageAddress.Channel(channel.Name)}">{channel.Name}</a>{(channel.Private ? Private : Html.None)}</h2>
        <p>{channel.Description}</p>
        <p class="soft">{Parts.Count(channel.Packages, "package", "packages")} · {Parts.Size(channel.Bytes)} · revision {channel.Revision}</p></li>

        """;

    private static Html Private => $""" <span class="mark">private</span>""";
}
