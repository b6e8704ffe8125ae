namespace Hearth.Channels.History;

/// <summary>Which days of a channel get a snapshot by themselves.</summary>
internal static class SnapshotSchedule
{
    public static IReadOnlyList<string> Words { get; } = ["daily", "weekly", "monthly"];

    /// <summary>Whether the last state of a day gets a name.</summary>
    /// <param name="schedule">One of <see cref="Words"/>, or null for none.</param>
    /// <param name="day">The day, in UTC.</param>
    public static bool Takes(string? schedule, DateOnly day) => schedule switch
    {
        "daily" => true,
        "weekly" => day.DayOfWeek == DayOfWeek.Sunday,
        "monthly" => day.AddDays(1).Day == 1,
        _ => false,
    };
}
