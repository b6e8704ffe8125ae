using CsCheck;
using Hearth.Channels.History;

namespace Hearth.Channels.Tests.History;

public sealed class SnapshotRetentionTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 30, 0, TimeSpan.Zero);

    private static readonly Gen<List<Snapshot>> Snapshots = Gen.Select(Gen.Int[0, 20_000], Gen.Bool).List[0, 60].Select(all => all.DistinctBy(one => one.Item1)
        .Select(one => Of(Start.AddHours(one.Item1), one.Item2)).ToList());

    private static readonly Gen<SnapshotRetention> Rules = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5], (last, daily, weekly, monthly) =>
        new SnapshotRetention { Last = last, Daily = daily, Weekly = weekly, Monthly = monthly });

    [Fact]
    public void The_newest_of_each_of_the_last_days_weeks_and_months_is_kept()
    {
        var all = Enumerable.Range(0, 90).Select(day => Of(Start.AddDays(day))).ToList();

        // The last is of 31 March, a Tuesday.
        Assert.Equal(["2026-03-31", "2026-03-30"], Kept(new() { Last = 2 }));
        Assert.Equal(["2026-03-31", "2026-03-30", "2026-03-29"], Kept(new() { Daily = 3 }));
        Assert.Equal(["2026-03-31", "2026-03-29", "2026-03-22"], Kept(new() { Weekly = 3 }));
        Assert.Equal(["2026-03-31", "2026-02-28", "2026-01-31"], Kept(new() { Monthly = 5 }));
        Assert.Equal(["2026-03-31", "2026-03-30", "2026-03-29", "2026-02-28"], Kept(new() { Last = 2, Weekly = 2, Monthly = 2 }));

        IEnumerable<string> Kept(SnapshotRetention rule) => all.Except(rule.ExcessOf(all)).OrderByDescending(snapshot => snapshot.Taken).Select(snapshot => $"{snapshot.Taken:yyyy-MM-dd}");
    }

    [Fact]
    public void Periods_without_a_snapshot_do_not_count()
    {
        var (old, older) = (Of(Start), Of(Start.AddDays(-400)));

        Assert.Empty(new SnapshotRetention { Daily = 2 }.ExcessOf([old, older]));
        Assert.Equal([older], new SnapshotRetention { Monthly = 1 }.ExcessOf([old, older]));
    }

    [Fact]
    public void What_people_named_is_never_excess_and_the_newest_of_a_schedule_neither() => Gen.Select(Snapshots, Rules).Sample((snapshots, rule) =>
    {
        var excess = rule.ExcessOf(snapshots);
        var newest = snapshots.Where(snapshot => !snapshot.IsPinned).MaxBy(snapshot => snapshot.Taken);
        return excess.All(snapshot => !snapshot.IsPinned) && (newest is null || !rule.IsValid || !excess.Contains(newest));
    });

    [Fact]
    public void A_rule_applied_twice_is_as_if_applied_once() => Gen.Select(Snapshots, Rules).Sample((snapshots, rule) =>
    {
        var kept = snapshots.Except(rule.ExcessOf(snapshots)).ToList();
        return rule.ExcessOf(kept).Count == 0;
    });

    [Fact]
    public void No_more_are_kept_than_the_rules_say_together() => Gen.Select(Snapshots, Rules).Sample((snapshots, rule) =>
        snapshots.Count(snapshot => !snapshot.IsPinned) - rule.ExcessOf(snapshots).Count <= rule.Last + rule.Daily + rule.Weekly + rule.Monthly);

    private static Snapshot Of(DateTimeOffset taken, bool isPinned = false) => new($"s{taken:yyyyMMddHH}", 1, taken, taken, "schedule", "", isPinned);
}
