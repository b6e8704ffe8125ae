using System.Globalization;
using Hearth.Channels.History;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Pages;

/// <summary>The calendar of a channel: how much changed on each day of a year or a month, and the changes of a day.</summary>
internal static class HistoryPage
{
    private const int MostSnapshots = 100;
    private const int MostChanges = 100;

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        PageRouter.Page("/{channel}/-/history", Need.Read, "The calendar of a channel: how much changed on each day of its last year.", AnswerAsync),
        PageRouter.Page("/{channel}/-/history/{period}", Need.Read, "The calendar of a year (2026) or a month (2026-11), or the changes of a day (2026-11-01).", AnswerPeriodAsync),
        PageRouter.Form("/{channel}/-/history/pin", Need.Maintain, "Keeps a snapshot, or leaves it to the channel's retention.", PinAsync),
    ];

    private static async Task AnswerAsync(ApiCall call)
    {
        var newest = await call.Instance.Store.Log.ReadBackAsync(call.Channel.Channel.Id, long.MaxValue, 1, call.Cancellation);
        var (first, last) = YearsOf(call);
        var year = newest.Count > 0 ? Math.Clamp(newest[0].At.UtcDateTime.Year, first, last) : last;
        await SendCalendarAsync(call, HistoryPeriod.OfYear(year));
    }

    private static Task AnswerPeriodAsync(ApiCall call)
    {
        var (first, last) = YearsOf(call);
        if (!HistoryPeriod.TryParse(call.Part("period"), out var period))
        {
            return call.RefuseAsync(
                StatusCodes.Status400BadRequest,
                ServerDiagnostics.BadRequest.In(null, "this is no year (2026), month (2026-11) or day (2026-11-01)", $"the history of {call.ChannelName} goes from {first} to {last}"));
        }
        if (period.First.Year < first || period.First.Year > last)
            return call.NotFoundAsync($"{period} is not in the history of {call.ChannelName}, which goes from {first} to {last}");
        return period.Unit == HistoryPeriod.Length.Day ? SendDayAsync(call, period) : SendCalendarAsync(call, period);
    }

    private static async Task PinAsync(ApiCall call)
    {
        var form = await SentForm.ReadAsync(call);
        if (await new Snapshots(call.Instance.Store).PinAsync(call.Channel.Channel, form.Text("name"), form.IsTicked("pinned"), call.Actor, call.Cancellation) is null)
        {
            await call.NotFoundAsync($"{call.ChannelName} has no such snapshot");
            return;
        }
        await call.Instance.Live.RefreshAsync(call.Cancellation);
        await call.SeeAsync(PageAddress.History(call.ChannelName.ToString()));
    }

    // Clocks that were set back may date a change before its channel was made; it is listed with its neighbours in the log.
    private static (int First, int Last) YearsOf(ApiCall call)
    {
        var made = call.Channel.Channel.Created.UtcDateTime.Year;
        return (made, Math.Max(made, call.Instance.Store.Clock.GetUtcNow().UtcDateTime.Year));
    }

    private static async Task SendCalendarAsync(ApiCall call, HistoryPeriod period)
    {
        var channel = call.Channel.Channel;
        var days = await call.Instance.Store.Log.CountByDayAsync(channel.Id, period.Start, period.Until, call.Cancellation);
        var snapshots = await new Snapshots(call.Instance.Store).ListAsync(channel.Id, call.Cancellation);
        var (first, last) = YearsOf(call);
        var document = new CalendarDocument(
            "hearth.page-history.1",
            channel.Name.ToString(),
            channel.Revision,
            period.ToString(),
            first,
            last,
            days.Sum(day => day.Changes),
            [.. days.Select(day => new DayLine(day.Day, day.Changes, day.First, day.Last))],
            snapshots.Count,
            [.. snapshots.AsEnumerable().Reverse().Take(MostSnapshots).Select(snapshot => new SnapshotLine(snapshot.Name, snapshot.Revision, snapshot.At, snapshot.Revision - Before(snapshot), snapshot.Note, snapshot.IsPinned))]);
        await call.SendPageAsync(document, PageJson.Default.CalendarDocument, page => CalendarView.Of(page, period, new PageForms(call)));

        // A change has the next revision, so revisions count them.
        long Before(Snapshot snapshot) => snapshots.Where(other => other.Revision < snapshot.Revision).Select(other => other.Revision).DefaultIfEmpty(0).Max();
    }

    private static async Task SendDayAsync(ApiCall call, HistoryPeriod day)
    {
        var channel = call.Channel.Channel;
        var log = call.Instance.Store.Log;
        var counted = await log.CountByDayAsync(channel.Id, day.Start, day.Until, call.Cancellation);
        var before = call.Query("before", long.MaxValue, 1, long.MaxValue);
        var changes = await log.ReadBackAsync(channel.Id, day.Start, day.Until, before, MostChanges, call.Cancellation);
        var least = counted.Count > 0 ? counted[0].First : 0;
        var document = new DayDocument(
            "hearth.page-history-day.1",
            channel.Name.ToString(),
            channel.Revision,
            day.First,
            await StateAsync(call, day.Previous),
            await StateAsync(call, day),
            await call.Instance.History.FirstAsync(channel.Id, call.Cancellation),
            counted.Sum(count => count.Changes),
            [.. changes.Select(ChangesPage.Line)],
            changes.Count > 0 && changes[^1].Revision > least ? changes[^1].Revision : null);
        await call.SendPageAsync(document, PageJson.Default.DayDocument, page => DayView.Of(page, day, isOver: day.Until <= call.Instance.Store.Clock.GetUtcNow()));
    }

    // What was shown when a day ended; of a day that goes on, what is shown now.
    private static async Task<AsOfDocument?> StateAsync(ApiCall call, HistoryPeriod day)
    {
        var history = call.Instance.History;
        var outcome = day.Until > call.Instance.Store.Clock.GetUtcNow()
            ? await history.NewestAsync(call.Channel.Channel, call.Cancellation)
            : await history.ResolveAsync(call.Channel.Channel, Moment.Parse(day.ToString(), CultureInfo.InvariantCulture), call.Cancellation);
        return outcome is MomentOutcome.Found state ? PagePast.Of(call, state) : null;
    }
}
