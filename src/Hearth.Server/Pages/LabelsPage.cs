using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The labels of a channel.</summary>
internal static class LabelsPage
{
    public static async Task AnswerAsync(ApiCall call)
    {
        var counts = await call.Instance.Browser.LabelsAsync(call.Channel.Channel.Id, call.Cancellation);
        var labels = counts.GroupBy(count => count.Label, StringComparer.Ordinal)
            .Select(label => new LabelLine(label.Key, label.Sum(count => count.Artifacts), label.ToDictionary(count => count.Subdir, count => count.Artifacts, StringComparer.Ordinal)));
        await call.SendPageAsync(
            new LabelsDocument("hearth.page-labels.1", call.ChannelName.ToString(), call.Channel.Channel.Revision, [.. labels]),
            PageJson.Default.LabelsDocument,
            page => View(page, PageFrame.ServerOf(call)));
    }

    private static PageContent View(LabelsDocument page, string server)
    {
        Html head = $"""<th scope="col">Label</th><th scope="col" class="n">Artifacts</th><th scope="col">Subdirs</th><th scope="col">Address</th>""";
        return new($"Labels · {page.Channel}", $"""
            <h1>Labels</h1>
            <p class="lead">A label is a part of the channel that can be used as a channel by itself.</p>
            {Parts.Table("Labels", head, page.Labels.Select(label => Row(page.Channel, label, server)))}
            """)
        {
            Channel = page.Channel,
            Section = "Labels",
            Revision = page.Revision,
            Trail = [(page.Channel, PageAddress.Channel(page.Channel)), ("Labels", PageAddress.Labels(page.Channel))],
        };
    }

    private static Html Row(string channel, LabelLine label, string server)
    {
        var address = label.Label == "main" ? $"{server}/{channel}" : $"{server}/{channel}/label/{label.Label}";
        return $"""
            <tr><th scope="row"><a href="{PageAddress.PackagesOf(channel, label.Label, null)}">{label.Label}</a></th><td class="n">{Parts.Number(label.Artifacts)}</td><td>{Parts.Marks(label.Subdirs.Keys)}</td><td><code>{address}</code></td></tr>

            """;
    }
}
