using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;
using Microsoft.AspNetCore.Http;

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
        await call.SendPageAsync(new HomeDocument("hearth.page-home.1", channels), PageJson.Default.HomeDocument, page => View(page, new PageForms(call)));
    }

    private static PageContent View(HomeDocument home, PageForms forms) => new("Hearth", $"""
        <h1>Channels</h1>
        <p class="lead">{Parts.Count(home.Channels.Count, "channel", "channels")} with {Parts.Count(home.Channels.Sum(channel => channel.Packages), "package", "packages")}</p>
        {(home.Channels.Count == 0 ? Empty : Html.None)}<ul class="cards">{home.Channels.Select(Channel)}</ul>
        {(forms.May(Need.Administer) ? Make(forms) : Html.None)}
        """)
    {
        Section = "Channels",
    };

    private static Html Make(PageForms forms)
    {
        var fields = new Fields("channel");
        return $"""
            <section aria-labelledby="make"><h2 id="make">Make a channel</h2>
            {PageForms.Folded("A new channel", forms.Of(PageAddress.Home, $"""
                {fields.Text("name", "Name", "Lower-case letters, digits, '.', '_' and '-'", isRequired: true)}
                {fields.Text("description", "What it is for")}
                {Fields.Box("private", "1", "Private: only those with a role read it")}
                """, "Make the channel"))}</section>
            """;
    }

    /// <summary>Makes a channel.</summary>
    public static async Task CreateAsync(ApiCall call)
    {
        var form = await SentForm.ReadAsync(call);
        var name = ChannelName.Parse(form.Text("name"));
        var settings = new ChannelSettings { Description = form.Text("description"), Private = form.IsTicked("private") };
        if (await call.Instance.Store.Catalog.CreateAsync(name, settings, call.Actor, call.Cancellation) is null)
        {
            await call.RefuseAsync(StatusCodes.Status409Conflict, ServerDiagnostics.ChannelExists.In(null, $"there is a channel '{name}' already"));
            return;
        }
        await call.Instance.Live.RefreshAsync(call.Cancellation);
        await call.SeeAsync(PageAddress.Channel(name.ToString()));
    }

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
