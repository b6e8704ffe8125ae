using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The patch sets that a channel has or had.</summary>
internal static class PatchesPage
{
    public static Task AnswerAsync(ApiCall call) => PagePast.AnswerAsync(call, asOf => AnswerAsync(call, asOf));

    private static async Task AnswerAsync(ApiCall call, AsOfDocument? asOf)
    {
        var channel = call.Channel.Channel;
        var sets = await call.Instance.Patches.ListAsync(channel.Id, call.Cancellation);
        var until = asOf?.Revision ?? long.MaxValue;
        await call.SendPageAsync(
            new PatchesDocument(
                "hearth.page-patches.1",
                call.ChannelName.ToString(),
                asOf?.Revision ?? channel.Revision,
                [.. sets.Where(set => set.Applied <= until).Select(set => new PatchLine(set.Name, set.Subdir, set.Applied, set.Withdrawn <= until ? set.Withdrawn : null, set.Size))],
                asOf),
            PageJson.Default.PatchesDocument,
            page => View(page, page.AsOf));
    }

    private static PageContent View(PatchesDocument page, AsOfDocument? asOf)
    {
        Html head = $"""<th scope="col">Set</th><th scope="col">Subdir</th><th scope="col">In force</th><th scope="col" class="n">Size</th>""";
        return new($"Patches · {page.Channel}", $"""
            <h1>Patches</h1>
            <p class="lead">What the channel shows otherwise than its packages say. The page of an artifact shows both.</p>
            {(page.Patches.Count == 0 ? (Html)$"<p>None was applied.</p>" : Parts.Table("Patch sets", head, page.Patches.Select(set => Row(page.Channel, set))))}
            """)
        {
            Channel = page.Channel,
            Section = "Patches",
            Revision = page.Revision,
            AsOf = asOf,
            HasPast = true,
            Trail = [(page.Channel, PageAddress.At(PageAddress.Channel(page.Channel), asOf)), ("Patches", PageAddress.At(PageAddress.Patches(page.Channel), asOf))],
        };
    }

    private static Html Row(string channel, PatchLine set) => $"""
        <tr><th scope="row">{set.Name}</th><td>{set.Subdir}</td><td>since revision {Revision(channel, set.Applied)}{(set.Withdrawn is { } withdrawn ? (Html)$", withdrawn at {Revision(channel, withdrawn)}" : Html.None)}</td><td class="n">{Parts.Size(set.Bytes)}</td></tr>

        """;

    private static Html Revision(string channel, long revision) => $"""<a href="{PageAddress.Changes(channel, revision + 1)}">{revision}</a>""";
}
