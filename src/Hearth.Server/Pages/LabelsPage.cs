using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The labels of a channel.</summary>
internal static class LabelsPage
{
    public static Task AnswerAsync(ApiCall call) => PagePast.AnswerAsync(call, asOf => AnswerAsync(call, asOf));

    private static async Task AnswerAsync(ApiCall call, AsOfDocument? asOf)
    {
        var channel = call.Channel.Channel;
        var counts = asOf is null
            ? await call.Instance.Browser.LabelsAsync(channel.Id, call.Cancellation)
            : await call.Instance.Past.LabelsAsync(channel.Id, asOf.Revision, call.Cancellation);
        var labels = counts.GroupBy(count => count.Label, StringComparer.Ordinal)
            .Select(label => new LabelLine(label.Key, label.Sum(count => count.Artifacts), label.ToDictionary(count => count.Subdir, count => count.Artifacts, StringComparer.Ordinal)));
        await call.SendPageAsync(
            new LabelsDocument("hearth.page-labels.1", call.ChannelName.ToString(), asOf?.Revision ?? channel.Revision, [.. labels], asOf),
            PageJson.Default.LabelsDocument,
            page => View(page, page.AsOf, page.AsOf?.Address ?? $"{PageFrame.ServerOf(call)}/{page.Channel}"));
    }

    private static PageContent View(LabelsDocument page, AsOfDocument? asOf, string address)
    {
        Html head = $"""<th scope="col">Label</th><th scope="col" class="n">Artifacts</th><th scope="col">Subdirs</th><th scope="col">Address</th>""";
        return new($"Labels · {page.Channel}", $"""
            <h1>Labels</h1>
            <p class="lead">A label is a part of the channel that can be used as a channel by itself.</p>
            {Parts.Table("Labels", head, page.Labels.Select(label => Row(page.Channel, label, asOf, address)))}
            """)
        {
            Channel = page.Channel,
            Section = "Labels",
            Revision = page.Revision,
            AsOf = asOf,
            HasPast = true,
            Trail = [(page.Channel, PageAddress.At(PageAddress.Channel(page.Channel), asOf)), ("Labels", PageAddress.At(PageAddress.Labels(page.Channel), asOf))],
        };
    }

    private static Html Row(string channel, LabelLine label, AsOfDocument? asOf, string channelAddress)
    {
        var address = label.Label == "main" ? channelAddress : $"{channelAddress}/label/{label.Label}";
        return $"""
            <tr><th scope="row"><a href="{PageAddress.At(PageAddress.PackagesOf(channel, label.Label, null), asOf)}">{label.Label}</a></th><td class="n">{Parts.Number(label.Artifacts)}</td><td>{Parts.Marks(label.Subdirs.Keys)}</td><td><code>{address}</code></td></tr>

            """;
    }
}
