using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The patch sets that a channel has or had.</summary>
internal static class PatchesPage
{
    public static async Task AnswerAsync(ApiCall call)
    {
        var sets = await call.Instance.Patches.ListAsync(call.Channel.Channel.Id, call.Cancellation);
        await call.SendPageAsync(
            new PatchesDocument(
                "hearth.page-patches.1",
                call.ChannelName.ToString(),
                call.Channel.Channel.Revision,
                [.. sets.Select(set => new PatchLine(set.Name, set.Subdir, set.Applied, set.Withdrawn, set.Size))]),
            PageJson.Default.PatchesDocument,
            View);
    }

    private static PageContent View(PatchesDocument page)
    {
        Html head = $"""<th scope="col">Set</th><th scope="col">Subdir</th><th scope="col">In force</th><th scope="col" class="n">Size</th>""";
        return new($"Patches · {page.Channel}", $"""
            <h1>Patches</h1>
            <p class="lead">What the channel shows otherwise than its packages say. The page of an artifact shows both.</p>
            {(page.Patches.Count == 0 ? (Html)$"<p>None was ever applied.</p>" : Parts.Table("Patch sets", head, page.Patches.Select(set => Row(page.Channel, set))))}
            """)
        {
            Channel = page.Channel,
            Section = "Patches",
            Revision = page.Revision,
            Trail = [(page.Channel, PageAddress.Channel(page.Channel)), ("Patches", PageAddress.Patches(page.Channel))],
        };
    }

    private static Html Row(string channel, PatchLine set) => $"""
        <tr><th scope="row">{set.Name}</th><td>{set.Subdir}</td><td>since revision {Revision(channel, set.Applied)}{(set.Withdrawn is { } withdrawn ? (Html)$", withdrawn at {Revision(channel, withdrawn)}" : Html.None)}</td><td class="n">{Parts.Size(set.Bytes)}</td></tr>

        """;

    private static Html Revision(string channel, long revision) => $"""<a href="{PageAddress.Changes(channel, revision + 1)}">{revision}</a>""";
}
