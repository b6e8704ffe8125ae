using System.Globalization;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The page of a year or a month: a grid of days, each as strong as much changed on it.</summary>
internal static class CalendarView
{
    private const int DaysOfWeek = 7;

    // Weeks begin with Monday (ISO 8601).
    private static readonly string[] Weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public static PageContent Of(CalendarDocument page, HistoryPeriod period, PageForms forms)
    {
        var days = page.Days.ToDictionary(day => day.Day);
        var isYear = period.Unit == HistoryPeriod.Length.Year;
        var months = isYear ? Enumerable.Range(0, 12).Select(month => period.First.AddMonths(month)) : [period.First];
        return new($"History · {page.Channel}", $"""
            <h1>History</h1>
            <p class="lead">{Parts.Count(page.Changes, "change", "changes")} of {page.Channel} in {Name(period)}. Every day leads to its changes, and to the channel as it was when the day ended.</p>
            {Steps(page, period)}
            <div class="{(isYear ? "year" : "month")}">{months.Select(month => Month(page, month, days, isYear))}</div>
            {Legend(page)}
            {Compare(page)}
            {Snapshots(page, forms)}
            """)
        {
            Channel = page.Channel,
            Section = "History",
            Revision = page.Revision,
            Trail = TrailOf(page.Channel, period),
        };
    }

    /// <summary>The way to a period through those that hold it.</summary>
    public static IReadOnlyList<(string Text, string Address)> TrailOf(string channel, HistoryPeriod period)
    {
        var (year, month) = (new HistoryPeriod(new DateOnly(period.First.Year, 1, 1), HistoryPeriod.Length.Year), new HistoryPeriod(new DateOnly(period.First.Year, period.First.Month, 1), HistoryPeriod.Length.Month));
        return
        [
            (channel, PageAddress.Channel(channel)),
            ("History", PageAddress.History(channel)),
            .. ((HistoryPeriod[])[year, month, period]).Distinct().Where(step => step.Unit <= period.Unit).Select(step => (step.ToString(), PageAddress.History(channel, step.ToString()))),
        ];
    }

    /// <summary>A year or a month as people call it.</summary>
    private static string Name(HistoryPeriod period) =>
        period.First.ToString(period.Unit == HistoryPeriod.Length.Year ? "yyyy" : "MMMM yyyy", CultureInfo.InvariantCulture);

    private static Html Steps(CalendarDocument page, HistoryPeriod period)
    {
        var back = period.Previous.First.Year >= page.FirstYear ? Step(period.Previous) : Html.None;
        var on = period.Next.First.Year <= page.LastYear ? Step(period.Next) : Html.None;
        return back.IsEmpty && on.IsEmpty ? Html.None : $"""<nav class="steps" aria-label="Time spans">{back}{on}</nav>""";

        Html Step(HistoryPeriod step) => $"""<a href="{PageAddress.History(page.Channel, step.ToString())}">{Name(step)}</a>""";
    }

    private static Html Month(CalendarDocument page, DateOnly first, Dictionary<DateOnly, DayLine> days, bool isOneOfTwelve)
    {
        var month = new HistoryPeriod(first, HistoryPeriod.Length.Month);
        var most = Math.Max(1, page.Days.Select(day => day.Changes).DefaultIfEmpty(1).Max());
        var lead = ((int)first.DayOfWeek + DaysOfWeek - 1) % DaysOfWeek;
        var cells = Enumerable.Range(-lead, lead + DateTime.DaysInMonth(first.Year, first.Month)).Select(offset => offset < 0 ? (DateOnly?)null : first.AddDays(offset)).ToList();
        var weeks = cells.Chunk(DaysOfWeek).Select(week => (Html)$"<tr>{week.Select(day => Day(page.Channel, day, day is { } known ? days.GetValueOrDefault(known) : null, most, isOneOfTwelve))}</tr>");
        Html caption = isOneOfTwelve
            ? (Html)$"""<a href="{PageAddress.History(page.Channel, month.ToString())}">{first.ToString("MMMM", CultureInfo.InvariantCulture)}</a>"""
            : $"""{Name(month)}""";
        return $"""
            <table class="calendar"><caption>{caption}</caption>
            <thead><tr>{Weekdays.Select(weekday => (Html)$"""<th scope="col"><abbr title="{weekday}">{(isOneOfTwelve ? weekday[..1] : weekday)}</abbr></th>""")}</tr></thead>
            <tbody>{weeks}</tbody></table>

            """;
    }

    private static Html Day(string channel, DateOnly? day, DayLine? changes, long most, bool isSmall)
    {
        if (day is not { } known)
            return $"<td></td>";
        if (changes is null)
            return $"""<td><span class="day">{known.Day}</span></td>""";
        var count = isSmall
            ? (Html)$"""<span class="unseen">: {Parts.Count(changes.Changes, "change", "changes")}</span>"""
            : $"""<span class="count">{Parts.Count(changes.Changes, "change", "changes")}</span>""";
        return $"""
            <td><a class="day heat{Heat(changes.Changes, most)}" href="{PageAddress.History(channel, HistoryPeriod.OfDay(known).ToString())}" title="{Parts.Count(changes.Changes, "change", "changes")}">{known.Day}{count}</a></td>
            """;
    }

    // Channels have days with a change and days with a hundred thousand; steps of equal ratio show both.
    private static int Heat(long changes, long most) => Math.Clamp((int)Math.Ceiling(4 * Math.Log(changes + 1) / Math.Log(most + 1)), 1, 4);

    private static Html Legend(CalendarDocument page) => page.Days.Count == 0 ? Html.None : $"""
        <p class="soft legend">Fewer <span class="day heat1"></span><span class="day heat2"></span><span class="day heat3"></span><span class="day heat4"></span> more changes; days are those of UTC.</p>

        """;

    private static Html Compare(CalendarDocument page) => $"""
        <section aria-labelledby="compare"><h2 id="compare">Compare</h2>
        {DifferencesView.Form(page.Channel, null, null, null)}</section>
        """;

    private static Html Snapshots(CalendarDocument page, PageForms forms)
    {
        if (page.SnapshotCount == 0)
            return Html.None;
        Html head = $"""<th scope="col">Snapshot</th><th scope="col" class="n">Revision</th><th scope="col">Shown</th><th scope="col" class="n">Changes since the one before</th><th scope="col">Kept</th><th scope="col">Note</th><th scope="col">Compare</th>""";
        var more = page.SnapshotCount > page.Snapshots.Count ? (Html)$"<p class=\"soft\">and {Parts.Number(page.SnapshotCount - page.Snapshots.Count)} older ones</p>" : Html.None;
        return $"""
            <section aria-labelledby="snapshots"><h2 id="snapshots">{Parts.Count(page.SnapshotCount, "snapshot", "snapshots")}</h2>
            {Parts.Table("Snapshots, newest first", head, page.Snapshots.Select(snapshot => Row(page.Channel, snapshot, forms)))}{more}</section>
            """;
    }

    private static Html Row(string channel, SnapshotLine snapshot, PageForms forms) => $"""
        <tr><th scope="row"><a href="{PageAddress.At(PageAddress.Channel(channel), snapshot.Revision)}">{snapshot.Name}</a></th><td class="n">{snapshot.Revision}</td><td>{Parts.Minute(snapshot.At)}</td><td class="n">{Parts.Number(snapshot.Changes)}</td><td>{(snapshot.Pinned ? "pinned" : "by retention")}{Pin(channel, snapshot, forms)}</td><td>{snapshot.Note}</td><td><a href="{PageAddress.Differences(channel, snapshot.Name, null)}">with now<span class="unseen">: {snapshot.Name}</span></a></td></tr>

        """;

    private static Html Pin(string channel, SnapshotLine snapshot, PageForms forms) => forms.May(Need.Maintain)
        ? forms.Button($"{PageAddress.History(channel)}/pin", snapshot.Pinned ? "Let go" : "Pin", $"the snapshot {snapshot.Name}", ("name", snapshot.Name), ("pinned", snapshot.Pinned ? "" : "yes"))
        : Html.None;
}
