using Hearth.Channels.Log;
using Hearth.Mirrors;
using Hearth.Mirrors.Pushing;
using Hearth.Mirrors.Syncing;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Pages;

/// <summary>The mirrors of an installation, and one of them: how it is, how far behind, how it differs from its source, what it holds.</summary>
internal static class MirrorsPage
{
    private const int MostVanished = 100;

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        PageRouter.Page("/-/mirrors", Need.Nothing, "The mirrors that the requester may read, and how they are.", AnswerAsync),
        PageRouter.Page("/{channel}/-/mirror", Need.Read, "A mirror: how it is, how far behind, what it holds.", AnswerOneAsync),
    ];

    private static async Task AnswerAsync(ApiCall call)
    {
        var mirrors = new List<MirrorLine>();
        foreach (var live in call.Instance.Live.All.Where(channel => channel.Channel.Settings.Mirror is not null && call.MayRead(channel)))
            mirrors.Add(await LineAsync(call, live.Channel));
        await call.SendPageAsync(new MirrorsPageDocument("hearth.page-mirrors.1", mirrors, await PushesAsync(call)), PageJson.Default.MirrorsPageDocument, View);
    }

    // Where a channel goes is for those who run the installation, as what is pushed may be private.
    private static async Task<IReadOnlyList<PushLine>?> PushesAsync(ApiCall call)
    {
        if (!call.Who.MayAdminister().IsAllowed)
            return null;
        var pushes = new List<PushLine>();
        foreach (var live in call.Instance.Live.All)
            pushes.AddRange((await PushStatus.OfAsync(call.Instance.Store, live.Channel, call.Cancellation)).Select(push => PushLine.Of(live.Channel.Name.ToString(), push)));
        return pushes;
    }

    private static async Task AnswerOneAsync(ApiCall call)
    {
        var channel = call.Channel.Channel;
        if (channel.Settings.Mirror is null)
        {
            await call.RefuseAsync(StatusCodes.Status404NotFound, MirrorDiagnostics.NotAMirror.In(null, $"the channel '{call.ChannelName}' is no mirror"));
            return;
        }
        var vanished = (await new MirrorLedger(call.Instance.Store, channel.Id).VanishedAsync(call.Cancellation)).OrderBy(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal);
        await call.SendPageAsync(
            new MirrorPageDocument("hearth.page-mirror.1", channel.Name.ToString(), channel.Revision, await LineAsync(call, channel), [.. vanished.Take(MostVanished).Select(pair => new VanishedLine(pair.Key, pair.Value))]),
            PageJson.Default.MirrorPageDocument,
            View);
    }

    private static async Task<MirrorLine> LineAsync(ApiCall call, ManagedChannel channel)
    {
        var (settings, now) = (channel.Settings.Mirror!, call.Instance.Store.Clock.GetUtcNow());
        var status = await MirrorStatus.OfAsync(call.Instance.Store, channel, call.Cancellation);
        var state = status.State;
        return new MirrorLine(
            channel.Name.ToString(),
            status.Kind,
            status.HealthAt(settings, now).ToString().ToLowerInvariant(),
            settings.Sources,
            settings.EveryMinutes,
            state?.Looked,
            state?.Looked is { } looked ? (long)(now - looked).TotalSeconds : null,
            state?.Synced,
            state?.Tried,
            state?.Message,
            status.Feed?.Revision,
            status.Listed,
            status.Bytes,
            state?.Missing ?? 0,
            state?.Differing ?? 0,
            status.Vanished,
            status.Packages?.Held,
            status.Packages?.HeldBytes);
    }

    private static PageContent View(MirrorsPageDocument page)
    {
        Html head = $"""<th scope="col">Channel</th><th scope="col">Health</th><th scope="col">Kind</th><th scope="col">Source last seen</th><th scope="col" class="n">Artifacts</th><th scope="col" class="n">Bytes</th>""";
        return new("Mirrors · Hearth", $"""
            <h1>Mirrors</h1>
            <p class="lead">{Parts.Count(page.Mirrors.Count, "channel copies", "channels copy")} channels elsewhere.</p>
            {(page.Mirrors.Count == 0 ? Html.None : Parts.Table("Mirrors", head, page.Mirrors.Select(Row)))}
            {(page.Pushes is { Count: > 0 } pushes ? Pushes(pushes) : Html.None)}
            """)
        {
            Section = "Mirrors",
            Trail = [("Mirrors", PageAddress.Mirrors)],
        };
    }

    private static Html Pushes(IReadOnlyList<PushLine> pushes)
    {
        Html head = $"""<th scope="col">Channel</th><th scope="col">Second home</th><th scope="col">Last push</th><th scope="col" class="n">Revision</th><th scope="col" class="n">Behind</th><th scope="col">What came of it</th>""";
        return $"""<h2>Second homes</h2>{Parts.Table("Second homes", head, pushes.Select(Row))}""";
    }

    private static Html Row(PushLine push) => $"""
        <tr><th scope="row"><a href="{PageAddress.Channel(push.Channel)}">{push.Channel}</a></th><td><code>{push.Target}</code></td><td>{(push.Ended is { } ended ? Parts.Minute(ended) : $"incomplete since {Parts.Minute(push.Begun)}")}</td><td class="n">{Parts.Number(push.Revision)}</td><td class="n">{Parts.Number(push.Behind)}</td><td>{push.Message}</td></tr>

        """;

    private static Html Row(MirrorLine mirror) => $"""
        <tr><th scope="row"><a href="{PageAddress.Mirror(mirror.Channel)}">{mirror.Channel}</a></th><td>{mirror.Health}</td><td>{mirror.Kind}</td><td>{(mirror.Looked is { } looked ? Parts.Minute(looked) : Html.Text("never"))}</td><td class="n">{Parts.Number(mirror.Artifacts)}</td><td class="n">{Parts.Size(mirror.Bytes)}</td></tr>

        """;

    private static PageContent View(MirrorPageDocument page)
    {
        var mirror = page.Mirror;
        return new($"Mirror · {page.Channel}", $"""
            <h1>Mirror</h1>
            <p class="lead">A {mirror.Kind} mirror of {string.Join(", ", mirror.Sources)}.</p>
            {Parts.Facts(
                Parts.Fact("Health", $"{WordsOf(mirror.Health)}"),
                Parts.Fact("Source last seen", mirror.Looked is { } looked ? $"{Parts.Minute(looked)}, {Lag(mirror.LagSeconds ?? 0)} ago" : Html.Text("never")),
                Parts.Fact("All was right", mirror.Synced is { } synced ? Parts.Minute(synced) : Html.Text("never")),
                Parts.Fact("Last try", mirror.Tried is { } tried ? $"{Parts.Minute(tried)}: {mirror.Message}" : Html.None),
                Parts.Fact("Synced", mirror.EveryMinutes is { } minutes ? $"by the server every {Parts.Count(minutes, "minute", "minutes")}" : Html.Text("by hand")),
                Parts.Fact("Follows changes up to", mirror.SourceRevision is { } revision ? $"revision {Parts.Number(revision)} of the source" : Html.None))}
            <h2>What it holds</h2>
            {Parts.Facts(
                Parts.Fact("Lists", $"{Parts.Count(mirror.Artifacts, "artifact", "artifacts")}, {Parts.Size(mirror.Bytes)}"),
                Parts.Fact("Fetched so far", mirror is { Held: { } held, HeldBytes: { } bytes } ? $"{Parts.Count(held, "package", "packages")}, {Parts.Size(bytes)}" : Html.None))}
            <h2>How it differs from its source</h2>
            {Parts.Facts(
                Parts.Fact("Listed there, not here", Html.Text(Parts.Number(mirror.Missing))),
                Parts.Fact("Other bytes there", Html.Text(Parts.Number(mirror.Differing))),
                Parts.Fact("Withdrawn there, held here", Html.Text(Parts.Number(mirror.Vanished))))}
            {Vanished(page)}
            """)
        {
            Channel = page.Channel,
            Section = "Mirror",
            Revision = page.Revision,
            Trail = [(page.Channel, PageAddress.Channel(page.Channel)), ("Mirror", PageAddress.Mirror(page.Channel))],
        };
    }

    private static Html Vanished(MirrorPageDocument page)
    {
        if (page.Vanished.Count == 0)
            return Html.None;
        Html head = $"""<th scope="col">Artifact</th><th scope="col">Not listed since</th>""";
        var cut = page.Mirror.Vanished > page.Vanished.Count ? (Html)$"""<p class="soft">The first {Parts.Number(page.Vanished.Count)} of them.</p>""" : Html.None;
        return $"""{Parts.Table("Withdrawn", head, page.Vanished.Select(line => (Html)$"""<tr><th scope="row"><code>{line.Path}</code></th><td>{Parts.Minute(line.Since)}</td></tr>"""))}{cut}""";
    }

    private static string WordsOf(string health) => health switch
    {
        "new" => "never synced",
        "differs" => "differs from its source",
        "failing" => "the last sync failed",
        "behind" => "the source was not seen for too long",
        _ => "right",
    };

    private static string Lag(long seconds) => seconds switch
    {
        < 120 => Parts.Count(seconds, "second", "seconds"),
        < 2 * 3600 => Parts.Count(seconds / 60, "minute", "minutes"),
        < 2 * 86400 => Parts.Count(seconds / 3600, "hour", "hours"),
        _ => Parts.Count(seconds / 86400, "day", "days"),
    };
}
