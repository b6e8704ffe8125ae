using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Selections;
using Hearth.Conda.Names;
using Hearth.Mirrors.Syncing;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>A channel: what it has, what is new, how to use it.</summary>
internal static class ChannelPage
{
    private const int MostNew = 12;

    // Patches, labels and removals stand between additions.
    private const int ChangesLookedAt = 200;

    public static Task AnswerAsync(ApiCall call) => PagePast.AnswerAsync(call, asOf => asOf is null ? AnswerNowAsync(call) : AnswerPastAsync(call, asOf));

    private static async Task AnswerNowAsync(ApiCall call)
    {
        var (live, channel) = (call.Channel, call.Channel.Channel);
        var names = await call.Instance.Names.OfAsync(live, call.Cancellation);
        var changes = await call.Instance.Store.Log.ReadBackAsync(channel.Id, long.MaxValue, ChangesLookedAt, call.Cancellation);
        var document = new ChannelPageDocument(
            "hearth.page-channel.1",
            channel.Name.ToString(),
            channel.Revision,
            channel.Settings.Description,
            channel.Settings.Private,
            channel.Settings.Frozen,
            channel.Created,
            channel.Bytes,
            names.Entries.Count,
            Counts(names.Entries.SelectMany(entry => entry.Subdirs)),
            live.Labels,
            ViewsOf(channel.Name, channel.Settings),
            Newest(changes, name => names.Find(name) is { IsInMain: true } entry ? entry.Summary : null),
            await FollowedAsync(call),
            null);
        await call.SendPageAsync(document, PageJson.Default.ChannelPageDocument, page => View(page, PageFrame.ServerOf(call)));
    }

    private static async Task<FollowedDocument?> FollowedAsync(ApiCall call)
    {
        var (channel, looked) = (call.Channel.Channel, call.Instance.Live.LookedAt(call.Channel));
        if (channel.Settings.Virtual is { } members)
            return new FollowedDocument(IsMirror: false, members.Flexible ? "all packages of" : "strictly in this order", members.Members, looked, null, null, null);
        if (channel.Settings.Mirror is not { } mirror)
            return null;
        var state = await new MirrorLedger(call.Instance.Store, channel.Id).StateAsync(call.Cancellation);
        var counted = mirror.PullThrough ? await new RemoteArtifacts(call.Instance.Store).CountAsync(channel.Id, call.Cancellation) : ((long Listed, long Held, long)?)null;
        return new FollowedDocument(IsMirror: true, $"{MirrorDefinition.KindOf(mirror)} mirror of", mirror.Sources, looked, state?.Message, counted?.Listed, counted?.Held);
    }

    private static async Task AnswerPastAsync(ApiCall call, AsOfDocument asOf)
    {
        var (past, channel) = (call.Instance.Past, call.Channel.Channel);
        var then = await past.ChannelAsync(channel.Id, asOf.Revision, call.Cancellation);
        var names = await past.NamesAsync(channel, Label.Main, asOf.Revision, call.Cancellation);
        var changes = await call.Instance.Store.Log.ReadBackAsync(channel.Id, asOf.Revision + 1, ChangesLookedAt, call.Cancellation);
        var changed = changes.Select(NameOf).OfType<string>().Distinct(StringComparer.Ordinal).Where(names.ContainsKey).Select(name => KeyValuePair.Create(name, names[name]));
        var summaries = await past.SummariesAsync(channel.Id, Label.Main, changed, asOf.Revision, call.Cancellation);
        var document = new ChannelPageDocument(
            "hearth.page-channel.1",
            channel.Name.ToString(),
            asOf.Revision,
            then.Settings.Description,
            then.Settings.Private,
            then.Settings.Frozen,
            channel.Created,
            null,
            names.Count,
            Counts(names.Values.SelectMany(subdirs => subdirs)),
            then.Labels,
            ViewsOf(channel.Name, then.Settings),
            Newest(changes, name => summaries.TryGetValue(name, out var summary) ? summary.Text("summary"u8) ?? "" : null),
            null,
            asOf);
        await call.SendPageAsync(document, PageJson.Default.ChannelPageDocument, page => View(page, PageFrame.ServerOf(call)));
    }

    private static List<ViewLine> ViewsOf(ChannelName channel, ChannelSettings settings) => [.. ChannelView.AllOf(settings).Select(view => ViewLine.Of(channel.ToString(), view))];

    private static List<SubdirCount> Counts(IEnumerable<string> subdirs) =>
        [.. subdirs.CountBy(subdir => subdir).OrderBy(subdir => subdir.Key, StringComparer.Ordinal).Select(subdir => new SubdirCount(subdir.Key, subdir.Value))];

    // What is gone again, or only under another label, is not what visitors look for: it has no summary here.
    private static List<NewArtifactDocument> Newest(IEnumerable<Change> changes, Func<string, string?> summaryOf) =>
        [.. changes.Where(change => change.Kind == ChangeKind.ArtifactAdded).Select(change => New(change, summaryOf)).OfType<NewArtifactDocument>().Take(MostNew)];

    private static NewArtifactDocument? New(Change change, Func<string, string?> summaryOf)
    {
        if (FileOf(change) is not { } file)
            return null;
        var name = file.Name.ToString();
        return summaryOf(name) is { } summary ? new(name, file.VersionText.ToString(), change.Subject[..change.Subject.IndexOf('/')], file.ToString(), change.At, change.Actor, summary) : null;
    }

    private static string? NameOf(Change change) => FileOf(change) is { } file ? file.Name.ToString() : null;

    private static ArtifactFileName? FileOf(Change change) =>
        change.Subject.IndexOf('/') is var slash and >= 0 && ArtifactFileName.TryParseLenient(change.Subject.AsSpan(slash + 1), out var file) ? file : null;

    private static PageContent View(ChannelPageDocument page, string server) => View(page, page.AsOf, page.AsOf?.Address ?? $"{server}/{page.Channel}");

    private static PageContent View(ChannelPageDocument page, AsOfDocument? asOf, string address) => new($"{page.Channel} · Hearth", $"""
        <h1>{page.Channel}{(page.Private ? Mark("private") : Html.None)}{(page.Frozen ? Mark("frozen") : Html.None)}</h1>
        <p class="lead">{page.Description}</p>
        {Parts.Facts(
            Parts.Fact("Packages", $"""<a href="{PageAddress.At(PageAddress.Packages(page.Channel), page.AsOf)}">{Parts.Number(page.Packages)}</a>"""),
            Parts.Fact("Size", page.Bytes is { } bytes ? Html.Text(Parts.Size(bytes)) : Html.None),
            Parts.Fact("Since", Parts.Day(page.Created)),
            Parts.Fact("Labels", $"""<a href="{PageAddress.At(PageAddress.Labels(page.Channel), page.AsOf)}">{Parts.Number(page.Labels.Count)}</a>"""))}
        {Follows(page)}
        <div class="sides">
        <section aria-labelledby="new"><h2 id="new">{(page.AsOf is null ? "New here" : "New then")}</h2>
        <ul class="rows">{page.Newest.Select(artifact => Row(page, artifact))}</ul>
        <p><a href="{PageAddress.Changes(page.Channel, page.AsOf?.Revision + 1)}">All changes</a></p></section>
        <aside>
        <h2>Use it</h2>
        {Commands("conda", $"conda install -c {address} PACKAGE")}
        {Commands("mamba", $"mamba install -c {address} PACKAGE")}
        {Commands("pixi", $"pixi init --channel {address}")}
        <h2>Subdirs</h2>
        <ul class="counts">{page.Subdirs.Select(subdir => Subdir(page, subdir))}</ul>
        {Views(page, address)}</aside>
        </div>
        """)
    {
        Channel = page.Channel,
        Section = "Overview",
        Revision = page.Revision,
        AsOf = asOf,
        HasPast = true,
        Feed = PageAddress.Feed(page.Channel),
        Trail = [(page.Channel, PageAddress.At(PageAddress.Channel(page.Channel), asOf))],
    };

    private static Html Follows(ChannelPageDocument page) => page.Follows is not { } follows ? Html.None : Parts.Facts(
        Parts.Fact("Shows", follows.IsMirror ? (Html)$"""<a href="{PageAddress.Mirror(page.Channel)}">{follows.Kind}</a> {string.Join(", ", follows.From)}""" : $"{follows.Kind} {string.Join(", ", follows.From)}"),
        Parts.Fact("Source last seen", follows.Looked is { } looked ? Parts.Minute(looked) : Html.None),
        Parts.Fact("Last sync", $"{follows.Message}"),
        Parts.Fact("Fetched", follows is { Listed: { } listed, Held: { } held } ? $"{Parts.Number(held)} of {Parts.Number(listed)} packages" : Html.None));

    private static Html Views(ChannelPageDocument page, string address) => page.Views.Count == 0 ? Html.None : $"""
        <h2 id="views">Views</h2>
        <p class="soft">A view is a part of the channel that rules select. It can be used as a channel by itself.</p>
        <ul class="rows">{page.Views.Select(view => Row(page, view, address))}</ul>

        """;

    private static Html Row(ChannelPageDocument page, ViewLine view, string address) => $"""
        <li><div><a class="name" href="{PageAddress.At(PageAddress.PackagesOf(page.Channel, view.Label, null), page.AsOf)}">{view.Name}</a></div>
        <p>{(view.Description.Length > 0 ? view.Description : view.Summary)}</p>{(view.Description.Length > 0 ? (Html)$"""<p class="soft">{view.Summary}</p>""" : Html.None)}<code>{address}/{view.Label}</code></li>

        """;

    private static Html Mark(string text) => $""" <span class="mark">{text}</span>""";

    private static Html Commands(string client, string line) => $"""<h3 class="client">{client}</h3>{Parts.Commands(line)}""";

    private static Html Subdir(ChannelPageDocument page, SubdirCount subdir) =>
        $"""<li><a href="{PageAddress.At(PageAddress.PackagesOf(page.Channel, null, subdir.Subdir), page.AsOf)}">{subdir.Subdir}</a> <span>{Parts.Number(subdir.Packages)}</span></li>""";

    private static Html Row(ChannelPageDocument page, NewArtifactDocument artifact) => $"""
        <li><div><a class="name" href="{PageAddress.At(PageAddress.Package(page.Channel, artifact.Name), page.AsOf)}">{artifact.Name}</a> <span class="version">{artifact.Version}</span></div>
        <p>{artifact.Summary}</p><span class="soft"><a href="{PageAddress.At(PageAddress.Artifact(page.Channel, artifact.Subdir, artifact.File), page.AsOf)}">{artifact.Subdir}</a> · {Parts.Day(artifact.Published)}</span></li>

        """;
}
