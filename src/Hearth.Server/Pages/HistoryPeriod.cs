using System.Globalization;

namespace Hearth.Server.Pages;

/// <summary>A year, a month or a day of a channel's history, in UTC, as the address of a page names it.</summary>
/// <param name="First">Its first day.</param>
/// <param name="Unit">What it is.</param>
internal readonly record struct HistoryPeriod(DateOnly First, HistoryPeriod.Length Unit)
{
    /// <summary>How long a period is.</summary>
    public enum Length
    {
        Year,
        Month,
        Day,
    }

    /// <summary>The first day after it.</summary>
    public DateOnly End => Unit switch
    {
        Length.Year => First.AddYears(1),
        Length.Month => First.AddMonths(1),
        _ => First.AddDays(1),
    };

    public DateTimeOffset Start => Midnight(First);

    public DateTimeOffset Until => Midnight(End);

    public HistoryPeriod Previous => new(Unit switch { Length.Year => First.AddYears(-1), Length.Month => First.AddMonths(-1), _ => First.AddDays(-1) }, Unit);

    public HistoryPeriod Next => new(End, Unit);

    public static HistoryPeriod OfYear(int year) => new(new DateOnly(year, 1, 1), Length.Year);

    public static HistoryPeriod OfDay(DateOnly day) => new(day, Length.Day);

    /// <summary>Reads <c>2026</c>, <c>2026-11</c> or <c>2026-11-01</c>.</summary>
    public static bool TryParse(string text, out HistoryPeriod period)
    {
        period = default;
        foreach (var unit in (Length[])[Length.Year, Length.Month, Length.Day])
        {
            if (DateOnly.TryParseExact(text, FormatOf(unit), CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
            {
                period = new HistoryPeriod(first, unit);
                return first > DateOnly.MinValue && first.Year < DateOnly.MaxValue.Year;
            }
        }
        return false;
    }

    public override string ToString() => First.ToString(FormatOf(Unit), CultureInfo.InvariantCulture);

    private static string FormatOf(Length unit) => unit switch
    {
        Length.Year => "yyyy",
        Length.Month => "yyyy-MM",
        _ => "yyyy-MM-dd",
    };

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
