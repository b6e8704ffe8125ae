using System.Globalization;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The pages of sources.</summary>
internal static class SourcesView
{
    public static PageContent Of(SourcesDocument page) => new("Sources", $"""
        <h1>Sources</h1>
        <p class="lead">What packages were built from{(page.Held is { } held ? $": {Parts.Count(held, "source", "sources")}, {Parts.Size(page.Bytes ?? 0)}" : "")}.</p>
        <form class="find" action="{PageAddress.Sources()}"><label for="source">Digest, address or file name</label> <input id="source" name="q" type="search" value="{page.Query}" autocomplete="off" spellcheck="false" maxlength="2000"> <button>Find source</button></form>
        {Found(page)}
        <section aria-labelledby="coverage"><h2 id="coverage">Coverage</h2>
        {(page.Channels.Count == 0 ? (Html)$"""<p class="empty">There is no channel.</p>""" : Parts.Table("Coverage by channel", CoverageHead, page.Channels.Select(line => Coverage(line, showsLink: true))))}</section>
        {(page.Alerts is { } alerts ? Alerts(alerts) : Html.None)}
        {(page.Links is { } links ? Links(links, page.Dead ?? []) : Html.None)}
        """)
    {
        Section = "Sources",
        Trail = [("Sources", PageAddress.Sources())],
    };

    public static PageContent Of(ChannelSourcesDocument page) => new($"Sources · {page.Channel}", $"""
        <h1>Sources</h1>
        <p class="lead">What the packages of {page.Channel} were built from{(page.Coverage.Followed is null ? "; nobody has looked yet" : "")}.</p>
        {Parts.Table("Coverage", CoverageHead, [Coverage(page.Coverage, showsLink: false)])}
        {States(page.Coverage)}
        <section aria-labelledby="gaps"><h2 id="gaps">Gaps</h2>
        {(page.Gaps.Count == 0 ? (Html)$"""<p class="empty">None is known.</p>""" : Parts.Table("What is missing, and why", $"""<th scope="col">Source</th><th scope="col">State</th><th scope="col">Why</th><th scope="col">Needed by</th>""", page.Gaps.Select(Gap)))}
        {(page.GapCount > page.Gaps.Count ? (Html)$"""<p class="soft">and {Parts.Number(page.GapCount - page.Gaps.Count)} more</p>""" : Html.None)}</section>
        """)
    {
        Channel = page.Channel,
        Section = "Sources",
        Revision = page.Revision,
        Trail = [(page.Channel, PageAddress.Channel(page.Channel)), ("Sources", PageAddress.Sources(page.Channel))],
    };

    /// <summary>What an artifact was built from.</summary>
    public static Html Of(ArtifactSources? sources) => sources is null ? Html.None : $"""
        <section aria-labelledby="sources"><h2 id="sources">Sources</h2>
        {(sources.Problem is { } problem ? (Html)$"""<p class="note">Its recipe cannot be read: {problem}</p>""" : Html.None)}
        {(sources.Sources.Count == 0 ? (Html)$"<p>{(sources.Recipe is null ? "It holds no recipe." : "Its recipe names none.")}</p>" : Parts.Table("What it was built from", $"""<th scope="col">Source</th><th scope="col">State</th><th scope="col">Remark</th>""", sources.Sources.Select(Source)))}
        {(sources.Patches.Count == 0 ? Html.None : $"""<h3>Patches</h3><ul class="plain">{sources.Patches.Select(Patch)}</ul>""")}</section>
        """;

    /// <summary>The texts of licences.</summary>
    public static Html Of(IReadOnlyList<LicenceText> licences) => licences.Count == 0 ? Html.None : $"""
        <section aria-labelledby="licences"><h2 id="licences">Licence texts</h2>
        {licences.Select(licence => (Html)$"""<details><summary>{licence.Path}</summary><pre tabindex="0"><code>{licence.Text}</code></pre></details>""")}</section>
        """;

    private static Html CoverageHead =>
        $"""<th scope="col">Channel</th><th scope="col" class="n">Artifacts</th><th scope="col" class="n">With sources</th><th scope="col" class="n">All held</th><th scope="col" class="n">Share</th><th scope="col" class="n">Not readable</th><th scope="col" class="n">Size</th><th scope="col">Last looked</th>""";

    private static Html Coverage(CoverageLine line, bool showsLink) => $"""
        <tr><th scope="row">{(showsLink ? (Html)$"""<a href="{PageAddress.Sources(line.Channel)}">{line.Channel}</a>""" : Html.Text(line.Channel))}</th><td class="n">{Parts.Number(line.Artifacts)}</td><td class="n">{Parts.Number(line.WithSources)}</td><td class="n">{Parts.Number(line.Complete)}</td><td class="n">{Share(line)}</td><td class="n">{Parts.Number(line.Unread)}</td><td class="n">{Parts.Size(line.Bytes)}</td><td>{(line.Followed is { } followed ? Parts.Minute(followed) : (Html)$"""<span class="soft">never</span>""")}</td></tr>

        """;

    private static string Share(CoverageLine line) => line.WithSources == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * line.Complete / line.WithSources:0.#} %");

    private static Html States(CoverageLine line) => Parts.Facts(line.Sources.Where(state => state.Value > 0).Select(state => Parts.Fact($"Sources {state.Key.Replace('-', ' ')}", $"{Parts.Number(state.Value)}")));

    private static Html Gap(GapLine gap) => $"""
        <tr><th scope="row" class="file">{gap.Source}</th><td><span class="mark">{gap.State}</span></td><td>{gap.Reason}</td><td>{Artifact(gap.Artifacts[0])}{(gap.Artifacts.Count > 1 ? $" and {Parts.Number(gap.Artifacts.Count - 1)} more" : "")}</td></tr>

        """;

    private static Html Found(SourcesDocument page) => page.Query.Length == 0 ? Html.None : $"""
        <section aria-labelledby="found"><h2 id="found">Found</h2>
        {(page.Found.Count == 0 ? (Html)$"""<p class="empty">The archive has nothing of this name.</p>""" : Html.None)}
        {page.Found.Select(Found)}</section>
        """;

    private static Html Found(SourceLine source) => Parts.Facts(
        Parts.Fact("SHA-256", $"""<code class="digest">{source.Sha256}</code>"""),
        Parts.Fact("Get it", source.TakenDown is { } status ? (Html)$"taken down ({status}): {source.Reason}" : $"""<a href="{PageAddress.SourceFile(source.Sha256)}">{Parts.Size(source.Size)}</a>"""),
        Parts.Fact("Kind", source.Revision is { } revision ? (Html)$"{source.Kind} of {revision}" : Html.Text(source.Kind)),
        Parts.Fact("Came", Parts.Minute(source.Added)),
        Parts.Fact("Files", Html.Text(string.Join(", ", source.Files))),
        Parts.Fact("Addresses", $"{source.Urls.Select(url => (Html)$"""<span class="file">{url}</span> """)}"),
        Parts.Fact("Used by", $"{source.Artifacts.Select(path => (Html)$"""<span class="file">{Artifact(path)}</span> """)}"));

    // As CHANNEL/SUBDIR/FILE.
    private static Html Artifact(string path) => path.Split('/') is [var channel, var subdir, var file] ? $"""<a href="{PageAddress.Artifact(channel, subdir, file)}">{path}</a>""" : Html.Text(path);

    private static Html Alerts(IReadOnlyList<AlertLine> alerts) => $"""
        <section aria-labelledby="alerts"><h2 id="alerts">Changed upstream</h2>
        {(alerts.Count == 0 ? (Html)$"""<p class="empty">No address gives other bytes than it should.</p>""" : Parts.Table("Alerts", $"""<th scope="col" class="n">Alert</th><th scope="col">Address</th><th scope="col">Expected</th><th scope="col">Gives</th><th scope="col">Since</th>""", alerts.Select(Alert)))}</section>
        """;

    private static Html Alert(AlertLine alert) => $"""
        <tr><td class="n">{alert.Id}</td><th scope="row" class="file">{alert.Url}</th><td><code class="digest">{alert.Expected}</code></td><td><code class="digest">{alert.Actual}</code></td><td>{Parts.Minute(alert.First)}</td></tr>

        """;

    private static Html Links(IReadOnlyList<LinkDay> days, IReadOnlyList<DeadLine> dead) => $"""
        <section aria-labelledby="links"><h2 id="links">Addresses upstream</h2>
        {(days.Count == 0 ? (Html)$"""<p class="empty">None was asked yet.</p>""" : Parts.Table("Addresses over time", $"""<th scope="col">Day</th><th scope="col" class="n">Answer</th><th scope="col" class="n">Dead</th>""", days.Select(Day)))}
        {(dead.Count == 0 ? Html.None : Parts.Table("Dead addresses", $"""<th scope="col">Address</th><th scope="col">Dead since</th><th scope="col">Answer</th>""", dead.Select(Dead)))}</section>
        """;

    private static Html Day(LinkDay day) => $"""
        <tr><th scope="row">{Parts.Day(day.At)}</th><td class="n">{Parts.Number(day.Alive)}</td><td class="n">{Parts.Number(day.Dead)}</td></tr>

        """;

    private static Html Dead(DeadLine link) => $"""
        <tr><th scope="row" class="file">{link.Url}</th><td>{Parts.Day(link.Since)}</td><td>{link.Answer}</td></tr>

        """;

    private static Html Source(BuiltFrom source) => $"""
        <tr><th scope="row" class="file">{(source is { Sha256: { } sha256, State: "held" or "partial" } ? (Html)$"""<a href="{PageAddress.SourceFile(sha256)}">{source.Source}</a>""" : Html.Text(source.Source))}</th><td><span class="mark">{source.State}</span></td><td>{source.Reason}</td></tr>

        """;

    private static Html Patch(PatchFile patch) => patch.Sha256 is { } sha256
        ? (Html)$"""<li><a href="{PageAddress.SourceFile(sha256)}"><code>{patch.Path}</code></a></li>"""
        : $"""<li><code>{patch.Path}</code> <span class="soft">is not in the artifact</span></li>""";
}
