using System.Globalization;
using Hearth.Channels.History;

namespace Hearth.Channels.Tests.History;

public sealed class SnapshotScheduleTests
{
    [Theory]
    [InlineData("daily", "2026-03-05T00:00:30Z", "daily-2026-03-04", "2026-03-04")]
    [InlineData("weekly", "2026-03-05T10:00:00Z", null, null)]
    [InlineData("weekly", "2026-03-09T10:00:00Z", "weekly-2026-03-08", "2026-03-08")]
    [InlineData("monthly", "2026-03-31T10:00:00Z", null, null)]
    [InlineData("monthly", "2026-04-01T10:00:00Z", "monthly-2026-03-31", "2026-03-31")]
    [InlineData("0 */6 * * *", "2026-03-05T11:59:00Z", "cron-20260305t0600z", "2026-03-05T06:00:00Z")]
    [InlineData("0 */6 * * *", "2026-03-05T12:00:00Z", "cron-20260305t1200z", "2026-03-05T12:00:00Z")]
    [InlineData("30 2 * * SUN", "2026-03-09T02:29:00Z", "cron-20260308t0230z", "2026-03-08T02:30:00Z")]
    [InlineData("30 2 * * SUN", "2026-03-09T02:30:00Z", null, null)]
    [InlineData("15 4 1 1 *", "2026-03-05T10:00:00Z", null, null)]
    public void A_schedule_says_which_snapshot_is_due(string text, string now, string? name, string? moment)
    {
        Assert.True(SnapshotSchedule.TryParse(text, out var schedule));

        var due = schedule.DueAt(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));

        Assert.Equal((name, moment), (due?.Name, due?.Moment));
        Assert.True(due is null || (Moment.IsSnapshotName(due.Value.Name) && Moment.TryParse(due.Value.Moment, null, out _)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hourly")]
    [InlineData("0 0 * *")]
    [InlineData("0 0 * * * *")]
    [InlineData("61 * * * *")]
    [InlineData("* * * * *")]
    [InlineData("*/30 1 * * *")]
    [InlineData("0,59 3 1 * *")]
    [InlineData("0 0 30 2 *")]
    public void What_is_no_schedule_or_fires_more_than_once_an_hour_is_refused(string text) => Assert.False(SnapshotSchedule.TryParse(text, out _));
}
