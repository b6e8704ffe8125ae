using System.Globalization;
using System.Text.Json.Serialization;

namespace Hearth.Channels.History;

/// <summary>
/// Which of the snapshots that a schedule took are kept: the newest, and the newest of each of the last days, weeks and months that have
/// any. What one rule keeps, the others cannot take away; what is pinned is never counted nor deleted.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SnapshotRetention
{
    private const int MostKept = 100_000;

    /// <summary>How many of the newest.</summary>
    public int Last { get; init; }

    /// <summary>For how many days, in UTC.</summary>
    public int Daily { get; init; }

    /// <summary>For how many weeks, which begin on Monday (ISO 8601).</summary>
    public int Weekly { get; init; }

    /// <summary>For how many months.</summary>
    public int Monthly { get; init; }

    /// <summary>Whether the numbers can be meant: none below zero, and something is kept.</summary>
    [JsonIgnore]
    public bool IsValid
    {
        get
        {
            int[] all = [Last, Daily, Weekly, Monthly];
            return Array.TrueForAll(all, number => number is >= 0 and <= MostKept) && Array.Exists(all, number => number > 0);
        }
    }

    /// <summary>The snapshots that no rule keeps, newest first.</summary>
    public IReadOnlyList<Snapshot> ExcessOf(IEnumerable<Snapshot> snapshots)
    {
        var scheduled = snapshots.Where(snapshot => !snapshot.IsPinned).OrderByDescending(snapshot => snapshot.Taken).ThenByDescending(snapshot => snapshot.Name, StringComparer.Ordinal).ToList();
        var kept = scheduled.Take(Last).ToHashSet();
        kept.UnionWith(NewestOfEach(taken => taken.DayNumber, Daily));
        kept.UnionWith(NewestOfEach(taken => (ISOWeek.GetYear(taken) * 100) + ISOWeek.GetWeekOfYear(taken), Weekly));
        kept.UnionWith(NewestOfEach(taken => (taken.Year * 100) + taken.Month, Monthly));
        return [.. scheduled.Where(snapshot => !kept.Contains(snapshot))];

        IEnumerable<Snapshot> NewestOfEach(Func<DateOnly, int> periodOf, int periods) =>
            scheduled.DistinctBy(snapshot => periodOf(DateOnly.FromDateTime(snapshot.Taken.UtcDateTime))).Take(periods);
    }
}
