using Hearth.Channels.Jobs;
using Hearth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Channels.Tests.Jobs;

public sealed class JobRunnerTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 4, 1, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Morning);

    [Theory, OnBothDatabases]
    public async Task A_job_is_done_once_and_says_what_came_of_it(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var (jobs, runner) = Of(store);
        var added = await jobs.AddAsync(JobKind.ChannelCheck, new JobArguments("forge"), "test", slot: null, TestStore.Stop);

        Assert.True(await runner.RunNextAsync(TestStore.Stop));
        Assert.False(await runner.RunNextAsync(TestStore.Stop));

        var job = (await jobs.FindAsync(added!.Id, TestStore.Stop))!;
        Assert.Equal((JobState.Done, 1, "1 channels are right", 1, 1), (job.State, job.Attempts, job.Message, job.Done, job.Total));
        Assert.Equal(Morning, job.Ended);
    }

    [Theory, OnBothDatabases]
    public async Task A_job_of_a_server_that_was_killed_is_taken_over_when_its_lease_ends(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var (jobs, runner) = Of(store);
        await jobs.AddAsync(JobKind.Gc, new JobArguments(), "test", slot: null, TestStore.Stop);
        var killed = (await jobs.ClaimAsync("killed", TestStore.Stop))!;

        _clock.Advance(JobStore.Lease - TimeSpan.FromSeconds(1));
        Assert.False(await runner.RunNextAsync(TestStore.Stop));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await runner.RunNextAsync(TestStore.Stop));

        var job = (await jobs.FindAsync(killed.Id, TestStore.Stop))!;
        Assert.Equal((JobState.Done, 2), (job.State, job.Attempts));
        // It was only slow, not dead: what it says now counts no more.
        Assert.False(await jobs.KeepAsync(killed, 1, 1, TestStore.Stop));
        Assert.False(await jobs.EndAsync(killed, new JobOutcome.Failed("late"), TestStore.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task A_channel_that_wants_them_gets_a_snapshot_of_each_day_once(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock, new Hearth.Channels.Log.ChannelSettings { Snapshots = "daily" });
        var (jobs, runner) = Of(store);
        await store.PublishAsync(new TinyPackage("zlib"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        _clock.Advance(TimeSpan.FromDays(1));

        await runner.ScheduleSnapshotsAsync(TestStore.Stop);
        await new JobRunner(store.Store, jobs).ScheduleSnapshotsAsync(TestStore.Stop);
        while (await runner.RunNextAsync(TestStore.Stop))
        {
        }

        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        Assert.Equal("daily-2026-03-04", Assert.Single(await new Hearth.Channels.History.Snapshots(store.Store).ListAsync(channel.Id, TestStore.Stop)).Name);
    }

    [Theory, OnBothDatabases]
    public async Task Snapshots_of_a_cron_expression_are_taken_at_its_times_and_pruned_by_the_channels_rule(DatabaseKind kind)
    {
        var settings = new Hearth.Channels.Log.ChannelSettings { Snapshots = "0 */12 * * *", SnapshotRetention = new() { Last = 2, Monthly = 1 } };
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock, settings);
        var (jobs, runner) = Of(store);
        var snapshots = new Hearth.Channels.History.Snapshots(store.Store);
        await store.PublishAsync(new TinyPackage("zlib"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        var state = Assert.IsType<Hearth.Channels.History.MomentOutcome.Found>(await new Hearth.Channels.History.ChannelHistory(store.Store).NewestAsync(channel, TestStore.Stop));
        await snapshots.TakeAsync(channel, "pinned", state, "", "ann", TestStore.Stop);

        for (var half = 0; half < 6; half++)
        {
            _clock.Advance(TimeSpan.FromHours(12));
            await runner.ScheduleSnapshotsAsync(TestStore.Stop);
            await new JobRunner(store.Store, jobs).ScheduleSnapshotsAsync(TestStore.Stop);
            while (await runner.RunNextAsync(TestStore.Stop))
            {
            }
        }

        var left = (await snapshots.ListAsync(channel.Id, TestStore.Stop)).Select(snapshot => (snapshot.Name, snapshot.IsPinned)).ToList();
        Assert.Equal(3, left.Count);
        Assert.Contains(("pinned", true), left);
        Assert.Equal(2, left.Count(snapshot => snapshot.Name.StartsWith("cron-", StringComparison.Ordinal) && !snapshot.IsPinned));
        // Four were taken away, each by a change in the log.
        Assert.Equal(4, (await store.Store.Log.ReadAsync(channel.Id, 0, 1000, TestStore.Stop)).Count(change => change.Kind == Hearth.Channels.Log.ChangeKind.SnapshotDeleted));
    }

    [Theory, OnBothDatabases]
    public async Task Of_many_servers_that_want_a_job_one_gets_it(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var (jobs, _) = Of(store);
        for (var i = 0; i < 5; i++)
            await jobs.AddAsync(JobKind.Gc, new JobArguments(), "test", slot: null, TestStore.Stop);

        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => ClaimAllAsync($"server {i}"))));
        var claimed = claims.SelectMany(ids => ids).ToList();
        Assert.Equal(5, claimed.Count);
        Assert.Equal(5, claimed.Distinct().Count());

        async Task<List<long>> ClaimAllAsync(string name)
        {
            var ids = new List<long>();
            while (await jobs.ClaimAsync(name, TestStore.Stop) is { } job)
                ids.Add(job.Id);
            return ids;
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_job_that_meets_trouble_is_tried_again_later_and_given_up_in_the_end(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var (jobs, _) = Of(store);
        var id = (await jobs.AddAsync(JobKind.Gc, new JobArguments(), "test", slot: null, TestStore.Stop))!.Id;
        var pauses = new List<TimeSpan>();
        for (var attempt = 1; attempt <= JobStore.MostAttempts; attempt++)
        {
            var claimed = (await jobs.ClaimAsync("server", TestStore.Stop))!;
            Assert.True(await jobs.EndAsync(claimed, new JobOutcome.Again("disk full"), TestStore.Stop));
            var job = (await jobs.FindAsync(id, TestStore.Stop))!;
            if (job.State == JobState.Failed)
                break;
            pauses.Add(job.Due - _clock.GetUtcNow());
            Assert.Null(await jobs.ClaimAsync("server", TestStore.Stop));
            _clock.Advance(pauses[^1]);
        }
        Assert.Equal([10, 40, 160, 640], pauses.Select(pause => pause.TotalSeconds));
        Assert.Equal((JobState.Failed, "disk full"), await jobs.FindAsync(id, TestStore.Stop) is { } failed ? (failed.State, failed.Message) : default);

        await jobs.RetryAsync(id, TestStore.Stop);
        Assert.Equal(1, (await jobs.ClaimAsync("server", TestStore.Stop))!.Attempts);
    }

    [Theory, OnBothDatabases]
    public async Task A_job_that_kills_its_servers_is_given_up(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var (jobs, runner) = Of(store);
        var id = (await jobs.AddAsync(JobKind.Gc, new JobArguments(), "test", slot: null, TestStore.Stop))!.Id;
        for (var attempt = 1; attempt <= JobStore.MostAttempts; attempt++)
        {
            Assert.NotNull(await jobs.ClaimAsync($"killed {attempt}", TestStore.Stop));
            _clock.Advance(JobStore.Lease * 2);
        }
        await runner.RunNextAsync(TestStore.Stop);
        Assert.Equal(JobState.Failed, (await jobs.FindAsync(id, TestStore.Stop))!.State);
    }

    [Theory, OnBothDatabases]
    public async Task A_waiting_job_is_cancelled_at_once_and_a_running_one_by_its_server(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var (jobs, _) = Of(store);
        var waiting = (await jobs.AddAsync(JobKind.Gc, new JobArguments(), "test", slot: null, TestStore.Stop))!;
        Assert.Equal(JobState.Cancelled, (await jobs.CancelAsync(waiting.Id, TestStore.Stop))!.State);

        await jobs.AddAsync(JobKind.Gc, new JobArguments(), "test", slot: null, TestStore.Stop);
        var running = (await jobs.ClaimAsync("server", TestStore.Stop))!;
        Assert.True(await jobs.KeepAsync(running, 1, 2, TestStore.Stop));
        await jobs.CancelAsync(running.Id, TestStore.Stop);
        Assert.False(await jobs.KeepAsync(running, 2, 2, TestStore.Stop));
        Assert.True(await jobs.EndAsync(running, new JobOutcome.Cancelled(), TestStore.Stop));
        Assert.Equal(JobState.Cancelled, (await jobs.FindAsync(running.Id, TestStore.Stop))!.State);
    }

    [Theory, OnBothDatabases]
    public async Task A_server_that_stops_hands_its_job_back_without_counting_an_attempt(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var (jobs, _) = Of(store);
        await jobs.AddAsync(JobKind.Gc, new JobArguments(), "test", slot: null, TestStore.Stop);
        await jobs.EndAsync((await jobs.ClaimAsync("stopped", TestStore.Stop))!, new JobOutcome.HandedBack(), TestStore.Stop);
        Assert.Equal(1, (await jobs.ClaimAsync("other", TestStore.Stop))!.Attempts);
    }

    [Theory, OnBothDatabases]
    public async Task Garbage_is_collected_once_a_day_however_many_servers_there_are(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var jobs = Of(store).Jobs;
        await RunForAMomentAsync();
        Assert.Empty(await jobs.ListAsync(state: null, 10, TestStore.Stop));
        _clock.Advance(TimeSpan.FromHours(3));
        await RunForAMomentAsync();
        Assert.Equal((JobKind.Gc, "schedule"), Assert.Single(await jobs.ListAsync(state: null, 10, TestStore.Stop)) is var job ? (job.Kind, job.Actor) : default);

        async Task RunForAMomentAsync()
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestStore.Stop);
            var servers = Enumerable.Range(0, 3).Select(_ => Of(store).Runner).ToList();
            var running = servers.Select(server => server.RunAsync(stop.Token)).ToList();
            while (servers.Any(server => server.Counts.Count == 0))
                await Task.Delay(10, TestStore.Stop);
            await stop.CancelAsync();
            await Task.WhenAll(running);
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_folder_is_imported_and_what_is_wrong_with_a_job_is_said(DatabaseKind kind)
    {
        using var folder = new TemporaryFolder();
        File.SetLastWriteTimeUtc(new TinyPackage("zlib") { Index = { ["subdir"] = "noarch" } }.WriteTo(folder.PathTo("noarch")), Morning.UtcDateTime);
        await using var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var (jobs, runner) = Of(store);
        foreach (var arguments in (JobArguments[])[new("forge", folder.Path), new("forge", folder.PathTo("absent")), new("absent", folder.Path)])
        {
            await jobs.AddAsync(JobKind.FolderImport, arguments, "test", slot: null, TestStore.Stop);
            await runner.RunNextAsync(TestStore.Stop);
        }
        var ended = await jobs.ListAsync(state: null, 10, TestStore.Stop);
        Assert.Equal("1 added, 0 already there", ended[2].Message);
        Assert.Equal([JobState.Failed, JobState.Failed, JobState.Done], ended.Select(job => job.State));
        Assert.Contains("no channel 'absent'", ended[0].Message, StringComparison.Ordinal);
    }

    private static (JobStore Jobs, JobRunner Runner) Of(TestStore store)
    {
        var jobs = new JobStore(store.Store.Database, store.Store.Clock);
        return (jobs, new JobRunner(store.Store, jobs));
    }
}
