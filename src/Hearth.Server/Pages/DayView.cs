using System.Globalization;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The page of a day: its changes, and the channel as it was when the day ended.</summary>
internal static class DayView
{
    public static PageContent Of(DayDocument page, HistoryPeriod day, bool isOver) => new($"{page.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} · {page.Channel}", $"""
        <h1>{page.Day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}</h1>
        <p class="lead">{(page.Total == 0 ? "Nothing changed" : Parts.Count(page.Total, "change", "changes"))} on this day (UTC).</p>
        {Steps(page, day, isOver)}
        {State(page, isOver)}
        {(page.Total == 0 ? Html.None : (Html)$"""<section aria-labelledby="changes"><h2 id="changes">Changes</h2>{ChangesView.Table(page.Channel, page.Changes, page.ShownFrom ?? long.MaxValue)}{Older(page, day)}</section>""")}
        """)
    {
        Channel = page.Channel,
        Section = "History",
        Revision = page.Revision,
        Trail = CalendarView.TrailOf(page.Channel, day),
    };

    private static Html Steps(DayDocument page, HistoryPeriod day, bool isOver)
    {
        var back = page.Start is null ? Html.None : Step("The day before", day.Previous);
        var on = isOver ? Step("The day after", day.Next) : Html.None;
        return back.IsEmpty && on.IsEmpty ? Html.None : $"""<nav class="steps" aria-label="Days">{back}{on}</nav>""";

        Html Step(string text, HistoryPeriod to) => $"""<a href="{PageAddress.History(page.Channel, to.ToString())}">{text}</a>""";
    }

    private static Html State(DayDocument page, bool isOver)
    {
        if (page.End is not { } end)
            return $"""<p>The channel showed nothing yet.</p>""";
        var differences = page.Start is { } start && start.Revision != end.Revision
            ? (Html)$"""<p><a href="{PageAddress.Differences(page.Channel, start.Moment, end.Moment)}">What differs from the day before</a></p>"""
            : Html.None;
        return $"""
            <section aria-labelledby="state"><h2 id="state">{(isOver ? "When the day ended" : "So far")}</h2>
            <p><a class="button" href="{PageAddress.At(PageAddress.Channel(page.Channel), end)}">See the channel as of revision {end.Revision}</a></p>
            {Parts.Commands($"conda install --override-channels -c {end.Address} PACKAGE")}
            {differences}</section>
            """;
    }

    private static Html Older(DayDocument page, HistoryPeriod day) => page.Before is { } before
        ? (Html)$"""<nav class="steps" aria-label="Pages"><a href="{PageAddress.History(page.Channel, day.ToString(), before)}">Older</a></nav>"""
        : Html.None;
}
