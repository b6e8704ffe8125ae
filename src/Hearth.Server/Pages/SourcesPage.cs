using Hearth.Channels.Sources;
using Hearth.Conda.Names;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The archive of sources: what it covers, what it lacks, what changed upstream, what died there; and a search by digest, address or file name.</summary>
internal static class SourcesPage
{
    private const int MostGaps = 500;
    private const int MostAlerts = 200;
    private const int MostDead = 200;
    private const int MostFound = 50;
    private const int Months = 12;

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        PageRouter.Page("/-/sources", Need.Nothing, "The archive of sources: coverage of the channels that the requester may read, alerts, dead addresses, a search.", AnswerAsync),
        PageRouter.Page("/{channel}/-/sources", Need.Read, "What a channel was built from: coverage and gaps.", AnswerChannelAsync),
    ];

    private static async Task AnswerAsync(ApiCall call)
    {
        var store = call.Instance.Store;
        var statistics = new SourceStatistics(store);
        var query = (call.Query("q") ?? "").Trim();
        var coverage = new List<CoverageLine>();
        foreach (var live in call.Instance.Live.All.Where(call.MayRead).OrderBy(live => live.Channel.Name.ToString(), StringComparer.Ordinal))
            coverage.Add(CoverageLine.Of(await call.Instance.Coverage.OfAsync(live.Channel, call.Cancellation)));
        var document = new SourcesDocument("hearth.page-sources.1", query, await FindAsync(call, query), coverage, null, null, null, null, null);
        if (call.Who.MayAdminister().IsAllowed)
        {
            var (held, bytes) = await statistics.HeldAsync(call.Cancellation);
            var alerts = await new SourceAlerts(store).ListAsync(open: true, MostAlerts, call.Cancellation);
            var dead = await new SourceLinks(store).DeadAsync(MostDead, call.Cancellation);
            document = document with
            {
                Held = held,
                Bytes = bytes,
                Alerts = [.. alerts.Select(AlertLine.Of)],
                Links = await LinksAsync(call),
                Dead = [.. dead.Select(link => new DeadLine(link.Url, link.Since, link.Answer))],
            };
        }
        await call.SendPageAsync(document, PageJson.Default.SourcesDocument, SourcesView.Of);
    }

    private static async Task AnswerChannelAsync(ApiCall call)
    {
        var channel = call.Channel.Channel;
        var (gaps, all) = await new SourceNeeds(call.Instance.Store).GapsAsync(channel.Id, MostGaps, call.Cancellation);
        var coverage = await call.Instance.Coverage.OfAsync(channel, call.Cancellation);
        var document = new ChannelSourcesDocument("hearth.page-channel-sources.1", channel.Name.ToString(), channel.Revision, CoverageLine.Of(coverage), all, [.. gaps.Select(GapLine.Of)]);
        await call.SendPageAsync(document, PageJson.Default.ChannelSourcesDocument, SourcesView.Of);
    }

    // As many as the reader may know of: of a source that was used by nobody, that it is there.
    private static async Task<IReadOnlyList<SourceLine>> FindAsync(ApiCall call, string query)
    {
        if (query.Length == 0)
            return [];
        var archive = new SourceArchive(call.Instance.Store);
        var found = await archive.SearchAsync(query, call.Cancellation);
        var lines = new List<SourceLine>();
        foreach (var source in found.Take(MostFound))
        {
            var users = await new SourceUsers(call.Instance.Store).OfAsync(source.Sha256, call.Cancellation);
            var readable = users.Where(user => call.MayRead(user.Channel)).Select(user => $"{user.Channel}/{user.Subdir}/{user.File}").ToList();
            if (users.Count > 0 && readable.Count == 0)
                continue;
            // Names may have come with what the reader may not know of.
            var showsNames = readable.Count == users.Count;
            var names = (await archive.NamesOfAsync(source.Sha256, call.Cancellation)).ToLookup(name => name.Kind, name => name.Value);
            lines.Add(new SourceLine(
                source.Sha256.ToString(), source.Size, source.Kind.Word(), source.Revision, source.Added, source.Takedown?.Status, source.Takedown?.Reason, showsNames ? [.. names[SourceAlias.Url].Union(names[SourceAlias.ToldUrl]).Order(StringComparer.Ordinal).Select(url => UrlSecrets.Redact(url))] : [], showsNames ? [.. names[SourceAlias.File]] : [], readable));
        }
        return lines;
    }

    private static async Task<IReadOnlyList<LinkDay>> LinksAsync(ApiCall call)
    {
        var links = new SourceLinks(call.Instance.Store);
        var now = call.Instance.Store.Clock.GetUtcNow();
        var days = new List<LinkDay>();
        for (var month = Months; month >= 0; month--)
        {
            var at = now.AddMonths(-month);
            var (alive, dead) = await links.CountAsync(at, call.Cancellation);
            if (alive + dead > 0)
                days.Add(new LinkDay(at, alive, dead));
        }
        return days;
    }
}
