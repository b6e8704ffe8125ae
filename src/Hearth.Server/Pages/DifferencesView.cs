using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The page of what differs between two moments.</summary>
internal static class DifferencesView
{
    public static PageContent Of(DifferencesDocument page) => new($"Differences · {page.Channel}", $"""
        <h1>Differences</h1>
        <p class="lead">What two moments of {page.Channel} show otherwise: packages that came or went, and records that patches changed.</p>
        {Form(page.Channel, page.Before?.Moment, page.After?.Moment, page.Label)}
        {(page is { Before: { } before, After: { } after } ? Result(page, before, after) : Html.None)}
        """)
    {
        Channel = page.Channel,
        Section = "History",
        Revision = page.Revision,
        Trail = [(page.Channel, PageAddress.Channel(page.Channel)), ("History", PageAddress.History(page.Channel)), ("Differences", PageAddress.Differences(page.Channel))],
    };

    /// <summary>Where the two moments are chosen.</summary>
    public static Html Form(string channel, string? before, string? after, string? label) => $"""
        <form class="form row" action="{PageAddress.Differences(channel)}">
        {Field("before", "From", before, "2026-11-01", isRequired: true)}
        {Field("after", "To", after, "now", isRequired: false)}
        {(label is null or "main" ? Html.None : (Html)$"""<input type="hidden" name="label" value="{label}">""")}<button>Compare</button>
        </form>
        <p class="hint" id="moments">Dates, instants, revisions like r12, times ago like 7d, or snapshots.</p>
        """;

    private static Html Field(string name, string text, string? value, string placeholder, bool isRequired) => $"""
        <div class="field"><label for="{name}">{text}</label><input id="{name}" name="{name}" value="{value}" placeholder="{placeholder}" maxlength="64"{(isRequired ? (Html)$" required" : Html.None)} autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="moments"></div>
        """;

    private static Html Result(DifferencesDocument page, AsOfDocument before, AsOfDocument after)
    {
        var label = page.Label == "main" ? "" : $" --label {page.Label}";
        return $"""
            <section aria-labelledby="result"><h2 id="result">From <a href="{PageAddress.At(PageAddress.Channel(page.Channel), before)}">r{before.Revision}</a> to <a href="{PageAddress.At(PageAddress.Channel(page.Channel), after)}">r{after.Revision}</a></h2>
            <p>{Parts.Minute(before.ShownAt)} to {Parts.Minute(after.ShownAt)}: {(page.Names == 0 ? "nothing differs" : $"{Parts.Count(page.Names, "name differs", "names differ")}")}{(page.Label == "main" ? "" : $" under the label {page.Label}")}.{Here(page)}</p>
            {Group(page, "added", "Added", after)}
            {Group(page, "removed", "Removed", before)}
            {Changed(page, after)}
            {Left(page)}
            {Steps(page, before, after)}
            {Parts.Commands($"hearth snapshot diff {page.Channel} r{before.Revision} r{after.Revision}{label}")}</section>
            """;
    }

    private static string Here(DifferencesDocument page) => page.Names == 0
        ? ""
        : $" {(page.Start > 0 || page.Next is not null ? "On this page" : "That is")} {Parts.Number(page.Added)} added, {Parts.Number(page.Removed)} removed, {Parts.Number(page.Changed)} changed.";

    private static Html Group(DifferencesDocument page, string kind, string heading, AsOfDocument there)
    {
        var records = page.Records.Where(record => record.Kind == kind).ToList();
        return records.Count == 0 ? Html.None : $"""
            <h3 class="{kind}">{heading}</h3>
            <ul class="plain">{records.Select(record => (Html)$"<li>{Artifact(page.Channel, record, there)}</li>")}</ul>

            """;
    }

    private static Html Changed(DifferencesDocument page, AsOfDocument after)
    {
        var records = page.Records.Where(record => record.Kind == "changed").ToList();
        if (records.Count == 0)
            return Html.None;
        Html head = $"""<th scope="col">Field</th><th scope="col">Before</th><th scope="col">After</th>""";
        return $"""
            <h3 class="changed">Shown otherwise</h3>
            {records.Select(record => (Html)$"""<div class="group"><p>{Artifact(page.Channel, record, after)} <span class="soft">{(IsReplaced(record) ? "replaced by other bytes" : "re-patched")}</span></p>{Parts.Table($"What changed in {record.File}", head, record.Fields.Select(ArtifactView.Field))}</div>""")}
            """;
    }

    private static bool IsReplaced(DifferingLine record) => record.Fields.Any(field => field.Field == "sha256");

    private static Html Artifact(string channel, DifferingLine record, AsOfDocument there) =>
        $"""<a class="file" href="{PageAddress.At(PageAddress.Artifact(channel, record.Subdir, record.File), there)}">{record.Subdir}/{record.File}</a>""";

    private static Html Left(DifferencesDocument page) => page.Added + page.Removed + page.Changed - page.Records.Count is var left and > 0
        ? (Html)$"<p class=\"soft\">and {Parts.Number(left)} more records of these names; the command below lists all</p>"
        : Html.None;

    private static Html Steps(DifferencesDocument page, AsOfDocument before, AsOfDocument after)
    {
        var back = page.Start > 0 ? Step("First names", 0) : Html.None;
        var on = page.Next is { } next ? Step("Next names", next) : Html.None;
        return back.IsEmpty && on.IsEmpty ? Html.None : $"""<nav class="steps" aria-label="Pages">{back}{on}</nav>""";

        Html Step(string text, int start) => $"""<a href="{PageAddress.Differences(page.Channel, $"r{before.Revision}", $"r{after.Revision}", page.Label, start)}">{text}</a>""";
    }
}
