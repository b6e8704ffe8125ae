using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The page of a name.</summary>
internal static class PackageView
{
    private const int MostVersions = 40;
    private const int MostBuilds = 200;
    private const int MostGroups = 12;
    private const int MostDependents = 100;

    public static PageContent Of(PackageDocument page, string server, Func<string, bool> isInChannel) => new($"{page.Name} · {page.Channel}", $"""
        <h1>{page.Name} <span class="version">{page.Version}</span></h1>
        <p class="lead">{page.Summary}</p>
        {Parts.Facts(
            Parts.Fact("Licence", $"{page.License}"),
            Parts.Fact("Home", Parts.Elsewhere(page.Home, Host(page.Home))),
            Parts.Fact("Documentation", Parts.Elsewhere(page.Documentation, Host(page.Documentation))),
            Parts.Fact("Source", Parts.Elsewhere(page.Source, Host(page.Source))),
            Parts.Fact("Subdirs", Parts.Marks(page.Subdirs)))}
        {Install(page, page.AsOf?.Address ?? $"{server}/{page.Channel}")}
        {Versions(page)}
        {Builds(page)}
        {Needs(page, isInChannel)}
        {Dependents(page)}
        {Description(page)}
        """)
    {
        Channel = page.Channel,
        Section = "Packages",
        Revision = page.Revision,
        AsOf = page.AsOf,
        HasPast = true,
        Trail =
        [
            (page.Channel, PageAddress.At(PageAddress.Channel(page.Channel), page.AsOf)),
            ("Packages", PageAddress.At(PageAddress.Packages(page.Channel), page.AsOf)),
            (page.Name, PageAddress.At(PageAddress.Package(page.Channel, page.Name), page.AsOf)),
        ],
    };

    private static Html Install(PackageDocument page, string address)
    {
        var commands = Parts.Commands(
            $"conda install -c {address} {page.Name}", $"mamba install -c {address} {page.Name}", $"pixi add {page.Name}   # with {address} among the channels");
        if (page.AsOf is null)
        {
            return $"""
                <section aria-labelledby="install"><h2 id="install">Install</h2>
                {commands}
                <form class="form row" action="{PageAddress.Package(page.Channel, page.Name)}"><div class="field"><label for="day">What would I have got on</label><input id="day" name="{PageAddress.AtParameter}" type="date" required></div><button class="quiet">Look</button></form></section>
                """;
        }
        Html head = $"""<th scope="col">Subdir</th><th scope="col">Version</th><th scope="col">Build</th><th scope="col">File</th>""";
        return $"""
            <section aria-labelledby="install"><h2 id="install">What you would have got</h2>
            {(page.Newest.Count == 0 ? (Html)$"<p>Nothing: no build of it was under the label main.</p>" : Parts.Table("The newest build of each subdir", head, page.Newest.Select(newest => Newest(page, newest))))}
            {commands}
            <p class="soft">These are ordinary channel addresses: what they give never changes.</p></section>
            """;
    }

    private static Html Newest(PackageDocument page, NewestBuild newest) => $"""
        <tr><th scope="row">{newest.Subdir}</th><td>{newest.Version}</td><td><code>{newest.Build}</code></td><td class="file"><a href="{PageAddress.At(PageAddress.Artifact(page.Channel, newest.Subdir, newest.File), page.AsOf)}">{newest.File}</a></td></tr>

        """;

    /// <summary>Run exports and what else hangs on a kind, as a list with headings.</summary>
    public static Html Specs(string heading, string channel, IReadOnlyList<string> specs, Func<string, bool> isInChannel, AsOfDocument? asOf) => specs.Count == 0
        ? Html.None
        : $"""<div class="specs"><h3>{heading}</h3><ul>{specs.Select(spec => (Html)$"<li>{Parts.Spec(channel, spec, isInChannel, asOf)}</li>")}</ul></div>""";

    /// <summary>What an artifact needs, and what it makes others need.</summary>
    public static Html AllSpecs(
        string channel,
        IReadOnlyList<string> depends,
        IReadOnlyList<string> constrains,
        IReadOnlyDictionary<string, IReadOnlyList<string>> runExports,
        Func<string, bool> isInChannel,
        AsOfDocument? asOf) => $"""
        <div class="columns">{Specs("Depends", channel, depends, isInChannel, asOf)}{Specs("Constrains", channel, constrains, isInChannel, asOf)}{runExports.Select(kind => Specs($"Run exports, {kind.Key.Replace('_', ' ')}", channel, kind.Value, isInChannel, asOf))}</div>
        """;

    private static string Host(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Host : "";

    private static Html Versions(PackageDocument page)
    {
        var more = page.Versions.Count > MostVersions ? (Html)$"<p class=\"soft\">and {page.Versions.Count - MostVersions} older versions</p>" : Html.None;
        return $"""
            <section aria-labelledby="versions"><h2 id="versions">Versions</h2>
            {Parts.Table("Builds by version and subdir", $"""<th scope="col">Version</th>{page.Subdirs.Select(subdir => (Html)$"""<th scope="col" class="n">{subdir}</th>""")}""", page.Versions.Take(MostVersions).Select(version => Version(page, version)), "matrix")}
            {more}</section>
            """;
    }

    private static Html Version(PackageDocument page, VersionDocument version)
    {
        var current = version.Version == page.ShownVersion ? (Html)$" aria-current=\"true\"" : Html.None;
        return $"""
            <tr><th scope="row"><a href="{PageAddress.At(PageAddress.Version(page.Channel, page.Name, version.Version), page.AsOf)}"{current}>{version.Version}</a></th>{page.Subdirs.Select(subdir => Cell(version.Builds.GetValueOrDefault(subdir)))}</tr>

            """;
    }

    private static Html Cell(int builds) => builds == 0 ? (Html)$"""<td class="n none"><span aria-label="none">–</span></td>""" : $"""<td class="n">{builds}</td>""";

    private static Html Builds(PackageDocument page)
    {
        var more = page.Builds.Count > MostBuilds ? (Html)$"<p class=\"soft\">and {page.Builds.Count - MostBuilds} more</p>" : Html.None;
        Html head = $"""<th scope="col">File</th><th scope="col">Subdir</th><th scope="col" class="n">Size</th><th scope="col">Published</th><th scope="col">Labels</th>""";
        return $"""
            <section aria-labelledby="builds"><h2 id="builds">Builds of {page.ShownVersion}</h2>
            {Parts.Table($"Every build of {page.ShownVersion}", head, page.Builds.Take(MostBuilds).Select(build => Build(page, build)))}
            {more}</section>
            """;
    }

    private static Html Build(PackageDocument page, BuildDocument build) => $"""
        <tr><th scope="row" class="file"><a href="{PageAddress.At(PageAddress.Artifact(page.Channel, build.Subdir, build.File), page.AsOf)}">{build.File}</a></th><td>{build.Subdir}</td><td class="n">{Parts.Size(build.Size)}</td><td>{Parts.Day(build.Published)}</td><td>{Parts.Marks(build.Hidden ? [.. build.Labels, "hidden by a patch"] : build.Labels)}</td></tr>

        """;

    // Most builds of a version need the same; each set is shown once.
    private static Html Needs(PackageDocument page, Func<string, bool> isInChannel)
    {
        var groups = page.Builds.GroupBy(KeyOf, StringComparer.Ordinal).ToList();
        var more = groups.Count > MostGroups ? (Html)$"<p class=\"soft\">Other builds need other sets; the pages of the builds show them.</p>" : Html.None;
        return $"""
            <section aria-labelledby="needs"><h2 id="needs">What {page.ShownVersion} needs</h2>
            {groups.Take(MostGroups).Select(group => Group(page, [.. group], groups.Count > 1, isInChannel))}{more}</section>
            """;
    }

    private static Html Group(PackageDocument page, IReadOnlyList<BuildDocument> builds, bool isOneOfSeveral, Func<string, bool> isInChannel)
    {
        var first = builds[0];
        var isNothing = first.Depends.Count + first.Constrains.Count + first.RunExports.Values.Sum(specs => specs.Count) == 0;
        var whose = isOneOfSeveral ? (Html)$"""<p class="soft">{string.Join(", ", builds.Select(build => $"{build.Subdir} {build.Build}").Take(6))}{(builds.Count > 6 ? $" and {builds.Count - 6} more" : "")}</p>""" : Html.None;
        return $"""
            <div class="group">{whose}{(isNothing ? (Html)$"<p>Nothing.</p>" : AllSpecs(page.Channel, first.Depends, first.Constrains, first.RunExports, isInChannel, page.AsOf))}</div>
            """;
    }

    private static string KeyOf(BuildDocument build) =>
        string.Join('\n', [.. build.Depends, "", .. build.Constrains, "", .. build.RunExports.SelectMany(kind => (IEnumerable<string>)[kind.Key, .. kind.Value])]);

    private static Html Dependents(PackageDocument page)
    {
        if (page.RequiredByCount == 0)
            return Html.None;
        var more = page.RequiredByCount > MostDependents ? (Html)$"<p class=\"soft\">and {Parts.Number(page.RequiredByCount - MostDependents)} more</p>" : Html.None;
        return $"""
            <section aria-labelledby="dependents"><h2 id="dependents">Needed by {Parts.Count(page.RequiredByCount, "package", "packages")}</h2>
            <ul class="inline">{page.RequiredBy.Take(MostDependents).Select(name => (Html)$"""<li><a href="{PageAddress.Package(page.Channel, name)}">{name}</a></li> """)}</ul>{more}</section>
            """;
    }

    private static Html Description(PackageDocument page) => page.Description.Length == 0 || page.Description == page.Summary
        ? Html.None
        : $"""<section aria-labelledby="description"><h2 id="description">Description</h2><p class="text">{page.Description}</p></section>""";
}
