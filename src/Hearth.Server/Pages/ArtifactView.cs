using Hearth.Conda.Records;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The page of an artifact.</summary>
internal static class ArtifactView
{
    private const int MostFiles = 500;

    public static PageContent Of(ArtifactDocument page, PackageRecord record, PageForms forms, string server, Func<string, bool> isInChannel) => new($"{page.File} · {page.Channel}", $"""
        <h1 class="file">{page.File}</h1>
        {State(page)}
        {Parts.Facts(
            Parts.Fact("Package", $"{Package(page, isInChannel)} {page.Version}"),
            Parts.Fact("Subdir", $"""<a href="{PageAddress.At(PageAddress.PackagesOf(page.Channel, null, page.Subdir), page.AsOf)}">{page.Subdir}</a>"""),
            Parts.Fact("Build", $"<code>{record.Build}</code>"),
            Parts.Fact("Size", $"{Parts.Size(page.Size)}"),
            Parts.Fact("Built", record.Timestamp is { } built ? Parts.Day(built) : Html.None),
            Parts.Fact("Published", $"{Parts.Minute(page.Published)} by {page.Publisher}"),
            Parts.Fact("Licence", $"{record.License}"),
            Parts.Fact("Labels", page.Labels.Count > 0 ? Parts.Marks(page.Labels) : Html.None),
            Parts.Fact("SHA-256", $"""<code class="digest">{page.Sha256}</code>"""))}
        {Download(page, server)}
        {(page.AsOf is null ? ArtifactForms.Of(page, forms) : Html.None)}
        <section aria-labelledby="needs"><h2 id="needs">What it needs</h2>
        {Needs(page, record, isInChannel)}</section>
        {Patched(page)}
        {SourcesView.Of(page.Sources)}
        {Contents(page.Contents)}
        <section aria-labelledby="history"><h2 id="history">History</h2>
        {ChangesView.Table(page.Channel, page.History)}</section>
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
            .. HasPage(page, isInChannel) ? [(page.Name, PageAddress.At(PageAddress.Package(page.Channel, page.Name), page.AsOf))] : ((string, string)[])[],
            (page.File, PageAddress.At(PageAddress.Artifact(page.Channel, page.Subdir, page.File), page.AsOf)),
        ],
    };

    // The last artifact of a name may have been removed.
    private static bool HasPage(ArtifactDocument page, Func<string, bool> isInChannel) => page.Labels.Count > 0 || isInChannel(page.Name);

    private static Html Package(ArtifactDocument page, Func<string, bool> isInChannel) =>
        HasPage(page, isInChannel) ? $"""<a href="{PageAddress.At(PageAddress.Package(page.Channel, page.Name), page.AsOf)}">{page.Name}</a>""" : Html.Text(page.Name);

    private static Html State(ArtifactDocument page) => page.State switch
    {
        "removed" => $"""<p class="note">Removed: clients do not see it; its bytes are kept for lock files and for the past.</p>""",
        "blocked" => $"""<p class="note">Blocked: it was removed, and its bytes are not given out any more.</p>""",
        "hidden" => $"""<p class="note">A patch hides it from clients.</p>""",
        _ => Html.None,
    };

    private static Html Download(ArtifactDocument page, string server)
    {
        var channel = page.Channel + (page.AsOf is { } asOf ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/snapshot/r{asOf.Revision}") : "");
        var address = PageAddress.File(channel, page.Subdir, page.File);
        return page.State == "blocked" ? Html.None : $"""
            <section aria-labelledby="get"><h2 id="get">Get it</h2>
            <p><a class="button" href="{address}">Download {Parts.Size(page.Size)}</a></p>
            {Parts.Commands($"conda install {server}{address}#sha256:{page.Sha256}")}</section>
            """;
    }

    private static Html Needs(ArtifactDocument page, PackageRecord record, Func<string, bool> isInChannel) =>
        record.Depends.Count + record.Constrains.Count + page.RunExports.Count == 0
            ? $"<p>Nothing.</p>"
            : PackageView.AllSpecs(page.Channel, record.Depends, record.Constrains, page.RunExports, isInChannel, page.AsOf);

    private static Html Patched(ArtifactDocument page) => page.Patched.Count == 0 ? Html.None : $"""
        <section aria-labelledby="patched"><h2 id="patched">What patches changed</h2>
        {Parts.Table("Fields before and after patches", $"""<th scope="col">Field</th><th scope="col">The package says</th><th scope="col">Clients are shown</th>""", page.Patched.Select(Field))}</section>
        """;

    /// <summary>A field before and after, as a row.</summary>
    public static Html Field(PatchedField field) => $"""
        <tr><th scope="row"><code>{field.Field}</code></th><td>{Value(field.Before)}</td><td>{Value(field.After)}</td></tr>

        """;

    // A list is read line by line.
    private static Html Value(string? json) => json is null
        ? (Html)$"""<span class="soft">nothing</span>"""
        : $"""<code class="value">{(json.StartsWith('[') ? json.Replace("\",\"", "\",\n \"", StringComparison.Ordinal) : json)}</code>""";

    private static Html Contents(ContentsDocument? contents)
    {
        if (contents is null)
            return $"""<section aria-labelledby="files"><h2 id="files">Files</h2><p class="soft">The archive was not looked into: its bytes are not at hand, or too much would have to be unpacked.</p></section>""";
        var more = contents.FileCount > MostFiles ? (Html)$"<p class=\"soft\">and {Parts.Number(contents.FileCount - MostFiles)} more</p>" : Html.None;
        Html head = $"""<th scope="col">Path</th><th scope="col">Kind</th><th scope="col" class="n">Size</th>""";
        return $"""
            {Scripts(contents.Scripts)}
            <section aria-labelledby="files"><h2 id="files">{Parts.Count(contents.FileCount, "file", "files")}</h2>
            <details><summary>List</summary>{Parts.Table("Files", head, contents.Files.Take(MostFiles).Select(File))}{more}</details></section>
            {Recipe(contents.Recipe)}
            {SourcesView.Of(contents.Licences)}
            """;
    }

    private static Html File(FileLine file) => $"""
        <tr><th scope="row" class="file">{file.Path}</th><td>{file.Type}{(file.HasPrefix ? ", prefix is replaced" : "")}</td><td class="n">{(file.Size is { } size ? Parts.Size(size) : "")}</td></tr>

        """;

    private static Html Scripts(IReadOnlyList<ScriptLine> scripts) => $"""
        <section aria-labelledby="scripts"><h2 id="scripts">Scripts that run</h2>
        {(scripts.Count == 0 ? (Html)$"<p>None.</p>" : $"""<ul class="plain">{scripts.Select(script => (Html)$"<li><code>{script.Path}</code> {script.When}</li>")}</ul>""")}</section>
        """;

    private static Html Recipe(string? recipe) => recipe is null ? Html.None : $"""
        <section aria-labelledby="recipe"><h2 id="recipe">Recipe</h2>
        <details><summary>Show</summary><pre tabindex="0"><code>{recipe}</code></pre></details></section>
        """;
}
