using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Cronos;
using Hearth.Foundation.Time;

namespace Hearth.Channels.History;

/// <summary>
/// Which states of a channel get a name by themselves: the last of each day (<c>daily</c>), of each Sunday (<c>weekly</c>) or of each month
/// (<c>monthly</c>), or those at the times of a cron expression, such as <c>0 */6 * * *</c>. All of it in UTC.
/// </summary>
internal sealed class SnapshotSchedule
{
    private static readonly string[] Words = ["daily", "weekly", "monthly"];

    // A server that was off for longer names nothing for the time before; its states are there all the same.
    private static readonly TimeSpan LooksBack = TimeSpan.FromDays(1);

    private static readonly TimeSpan LeastApart = TimeSpan.FromHours(1);

    // Any instant at the beginning of a year: what fires twice in an hour does so in the first hour in which it fires at all.
    private static readonly DateTimeOffset Sample = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _text;
    private readonly CronExpression? _cron;

    private SnapshotSchedule(string text, CronExpression? cron) => (_text, _cron) = (text, cron);

    /// <summary>What a schedule may be, for those who wrote something else.</summary>
    public static string Expected => $"{string.Join(", ", Words)}, or a cron expression of five fields that fires at most once an hour";

    public static bool TryParse(string text, [NotNullWhen(true)] out SnapshotSchedule? schedule)
    {
        schedule = Words.Contains(text, StringComparer.Ordinal) ? new SnapshotSchedule(text, null)
            : CronExpression.TryParse(text, out var cron) && IsRare(cron) ? new SnapshotSchedule(text, cron)
            : null;
        return schedule is not null;
    }

    /// <summary>The newest snapshot that ought to be there; null if none has been due for a day.</summary>
    public DueSnapshot? DueAt(DateTimeOffset now)
    {
        if (_cron is null)
        {
            var day = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
            var date = day.ToString("O", CultureInfo.InvariantCulture);
            return Takes(day) ? new DueSnapshot($"{_text}-{date}", date) : null;
        }
        return _cron.GetOccurrences(now - LooksBack, now, TimeZoneInfo.Utc, fromInclusive: false, toInclusive: true).Cast<DateTimeOffset?>().LastOrDefault() is { } fired
            ? new DueSnapshot(string.Create(CultureInfo.InvariantCulture, $"cron-{fired.UtcDateTime:yyyyMMdd't'HHmm'z'}"), Rfc3339.Format(fired))
            : null;
    }

    private static bool IsRare(CronExpression cron)
    {
        var first = cron.GetNextOccurrence(Sample, TimeZoneInfo.Utc, inclusive: true);
        return first is { } one && (cron.GetNextOccurrence(one, TimeZoneInfo.Utc) is not { } next || next - one >= LeastApart);
    }

    private bool Takes(DateOnly day) => _text switch
    {
        "weekly" => day.DayOfWeek == DayOfWeek.Sunday,
        "monthly" => day.AddDays(1).Day == 1,
        _ => true,
    };
}
