using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Search;
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

    public static async Task AnswerAsync(ApiCall call)
    {
        var (live, channel) = (call.Channel, call.Channel.Channel);
        var names = await call.Instance.Names.OfAsync(live, call.Cancellation);
        var changes = await call.Instance.Store.Log.ReadBackAsync(channel.Id, long.MaxValue, ChangesLookedAt, call.Cancellation);
        var subdirs = names.Entries.SelectMany(entry => entry.Subdirs).CountBy(subdir => subdir).OrderBy(subdir => subdir.Key, StringComparer.Ordinal);
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
            [.. subdirs.Select(subdir => new SubdirCount(subdir.Key, subdir.Value))],
            live.Labels,
            [.. changes.Where(change => change.Kind == ChangeKind.ArtifactAdded).Select(change => New(change, names)).OfType<NewArtifactDocument>().Take(MostNew)],
            await FollowedAsync(call));
        await call.SendPageAsync(document, PageJson.Default.ChannelPageDocument, page => View(page, PageFrame.ServerOf(call)));
    }

    private static async Task<FollowedDocument?> FollowedAsync(ApiCall call)
    {
        var (channel, looked) = (call.Channel.Channel, call.Instance.Live.LookedAt(call.Channel));
        if (channel.Settings.Virtual is { } members)
            return new FollowedDocument(members.Flexible ? "all packages of" : "strictly in this order", members.Members, looked, null, null, null);
        if (channel.Settings.Mirror is not { } mirror)
            return null;
        var state = await new MirrorLedger(call.Instance.Store, channel.Id).StateAsync(call.Cancellation);
        var counted = mirror.PullThrough ? await new RemoteArtifacts(call.Instance.Store).CountAsync(channel.Id, call.Cancellation) : ((long Listed, long Held, long)?)null;
        return new FollowedDocument($"{MirrorDefinition.KindOf(mirror)} mirror of", mirror.Sources, looked, state?.Message, counted?.Listed, counted?.Held);
    }

    private static NewArtifactDocument? New(Change change, NameIndex names)
    {
        var slash = change.Subject.IndexOf('/');
        if (slash < 0 || !ArtifactFileName.TryParseLenient(change.Subject.AsSpan(slash + 1), out var file))
            return null;
        var name = file.Name.ToString();
        // What is gone again, or only under another label, is not what visitors look for.
        return names.Find(name) is { IsInMain: true } entry ? new(name, file.VersionText.ToString(), change.Subject[..slash], file.ToString(), change.At, change.Actor, entry.Summary) : null;
    }

    private static PageContent View(ChannelPageDocument page, string server) => new($"{page.Channel} · Hearth", $"""
        <h1>{page.Channel}{(page.Private ? Mark("private") : Html.None)}{(page.Frozen ? Mark("frozen") : Html.None)}</h1>
        <p class="lead">{page.Description}</p>
        {Parts.Facts(
            Parts.Fact("Packages", $"""<a href="{PageAddress.Packages(page.Channel)}">{Parts.Number(page.Packages)}</a>"""),
            Parts.Fact("Size", $"{Parts.Size(page.Bytes)}"),
            Parts.Fact("Since", Parts.Day(page.Created)),
            Parts.Fact("Labels", $"""<a href="{PageAddress.Labels(page.Channel)}">{Parts.Number(page.Labels.Count)}</a>"""))}
        {Follows(page.Follows)}
        <div class="sides">
        <section aria-labelledby="new"><h2 id="new">New here</h2>
        <ul class="rows">{page.Newest.Select(artifact => Row(page.Channel, artifact))}</ul>
        <p><a href="{PageAddress.Changes(page.Channel)}">All changes</a></p></section>
        <aside>
        <h2>Use it</h2>
        {Commands("conda", $"conda install -c {server}/{page.Channel} PACKAGE")}
        {Commands("mamba", $"mamba install -c {server}/{page.Channel} PACKAGE")}
        {Commands("pixi", $"pixi init --channel {server}/{page.Channel}")}
        <h2>Subdirs</h2>
        <ul class="counts">{page.Subdirs.Select(subdir => Subdir(page.Channel, subdir))}</ul>
        </aside>
        </div>
        """)
    {
        Channel = page.Channel,
        Section = "Overview",
        Revision = page.Revision,
        Feed = PageAddress.Feed(page.Channel),
        Trail = [(page.Channel, PageAddress.Channel(page.Channel))],
    };

    private static Html Follows(FollowedDocument? follows) => follows is null ? Html.None : Parts.Facts(
        Parts.Fact("Shows", $"{follows.Kind} {string.Join(", ", follows.From)}"),
        Parts.Fact("Source last seen", follows.Looked is { } looked ? Parts.Minute(looked) : Html.None),
        Parts.Fact("Last sync", $"{follows.Message}"),
        Parts.Fact("Fetched", follows is { Listed: { } listed, Held: { } held } ? $"{Parts.Number(held)} of {Parts.Number(listed)} packages" : Html.None));

    private static Html Mark(string text) => $""" <span class="mark">{text}</span>""";

    private static Html Commands(string client, string line) => $"""<h3 class="client">{client}</h3>{Parts.Commands(line)}""";

    private static Html Subdir(string channel, SubdirCount subdir) =>
        $"""<li><a href="{PageAddress.PackagesOf(channel, null, subdir.Subdir)}">{subdir.Subdir}</a> <span>{Parts.Number(subdir.Packages)}</span></li>""";

    private static Html Row(string channel, NewArtifactDocument artifact) => $"""
        <li><div><a class="name" href="{PageAddress.Package(channel, artifact.Name)}">{artifact.Name}</a> <span class="version">{artifact.Version}</span></div>
        <p>{artifact.Summary}</p><span class="soft"><a href="{PageAddress.Artifact(channel, artifact.Subdir, artifact.File)}">{artifact.Subdir}</a> · {Parts.Day(artifact.Published)}</span></li>

        """;
}
