using Hearth.Channels.Jobs;
using Hearth.Channels.Log;
using Hearth.Mirrors.Syncing;
using Hearth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Mirrors.Tests.Syncing;

public sealed class SyncDutyTests : IAsyncLifetime
{
    private readonly TestUpstream _server = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private MirrorStore _mirror = null!;
    private JobStore _jobs = null!;

    private static CancellationToken Stop => MirrorStore.Stop;

    public async ValueTask InitializeAsync()
    {
        _mirror = await MirrorStore.OpenAsync(new MirrorSettings { Sources = [_server.Url.ToString()], PullThrough = true, EveryMinutes = 15 }, _clock);
        _jobs = new JobStore(_mirror.Store.Database, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _mirror.DisposeAsync();
        _server.Dispose();
    }

    [Fact]
    public async Task A_mirror_is_synced_when_its_time_has_come_and_once_however_many_servers_there_are()
    {
        _server.Publish([("noarch", new TinyPackage("a") { Index = { ["subdir"] = "noarch" } })]);
        await ScheduleAsync();
        await ScheduleAsync();
        Assert.True(await Runner().RunNextAsync(Stop));
        var job = Assert.Single(await _jobs.ListAsync(null, 10, Stop));
        Assert.Equal((JobKind.MirrorSync, JobState.Done, "copy"), (job.Kind, job.State, job.Arguments.Channel));
        Assert.Contains("1 added", job.Message, StringComparison.Ordinal);
        Assert.Single(await _mirror.DigestsAsync());

        _clock.Advance(TimeSpan.FromMinutes(14));
        await ScheduleAsync();
        Assert.Single(await _jobs.ListAsync(null, 10, Stop));
        _clock.Advance(TimeSpan.FromMinutes(2));
        await ScheduleAsync();
        Assert.Equal(2, (await _jobs.ListAsync(null, 10, Stop)).Count);
    }

    [Fact]
    public async Task A_source_that_is_away_fails_the_job_and_is_asked_again_at_the_next_time()
    {
        _server.Misbehave = (context, _, _) =>
        {
            TestUpstream.Redirect(context, "http://127.0.0.2:9/");
            return true;
        };
        await ScheduleAsync();
        await Runner().RunNextAsync(Stop);
        Assert.Equal(JobState.Failed, Assert.Single(await _jobs.ListAsync(null, 10, Stop)).State);
        var state = await new MirrorLedger(_mirror.Store, (await _mirror.ChannelAsync()).Id).StateAsync(Stop);
        Assert.Equal((_clock.GetUtcNow(), null), (state!.Tried, state.Looked));
        _clock.Advance(TimeSpan.FromMinutes(15));
        await ScheduleAsync();
        Assert.Equal(2, (await _jobs.ListAsync(null, 10, Stop)).Count);
    }

    [Fact]
    public async Task What_takes_hours_keeps_nothing_else_waiting()
    {
        await ScheduleAsync();
        await _jobs.AddAsync(JobKind.ChannelCheck, new JobArguments("copy"), "test", slot: null, Stop);
        Assert.True(await new JobRunner(_mirror.Store, _jobs, [], JobLane.Short).RunNextAsync(Stop));
        Assert.False(await new JobRunner(_mirror.Store, _jobs, [], JobLane.Short).RunNextAsync(Stop));
        Assert.Equal([JobState.Done, JobState.Waiting], (await _jobs.ListAsync(null, 10, Stop)).Select(job => job.State));
    }

    [Fact]
    public async Task Who_asks_twice_has_one_job()
    {
        var first = await _jobs.AddOnceAsync(JobKind.MirrorSync, new JobArguments("copy"), "test", Stop);
        Assert.Equal(first.Id, (await _jobs.AddOnceAsync(JobKind.MirrorSync, new JobArguments("copy"), "other", Stop)).Id);
    }

    private Task ScheduleAsync() => Duty().ScheduleAsync(_jobs, Stop);

    private SyncDuty Duty() => new(_mirror.Store, _ => null);

    private JobRunner Runner() => new(_mirror.Store, _jobs, [Duty()], JobLane.Long);
}
