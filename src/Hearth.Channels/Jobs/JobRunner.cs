using System.Data.Common;
using System.Globalization;
using Hearth.Channels.History;
using Hearth.Channels.Telemetry;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Jobs;

/// <summary>Does the jobs of an installation, one after the other; every server runs one for each lane. Adds those that are due.</summary>
/// <param name="store">Where the channels live.</param>
/// <param name="jobs">The jobs.</param>
/// <param name="duties">Kinds of jobs that others do.</param>
/// <param name="lane">The jobs that it does; null for all.</param>
public sealed class JobRunner(ChannelStore store, JobStore jobs, IReadOnlyList<IJobDuty>? duties = null, JobLane? lane = null)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeepEvery = TimeSpan.FromSeconds(5);

    // When most of those sleep who would wait for the disk.
    private const int HourOfCollection = 3;

    // What logs call the one who adds jobs by the clock.
    private const string ScheduleActor = "schedule";

    private readonly string _name = $"{Environment.MachineName}/{Guid.NewGuid():n}";
    private readonly IReadOnlyList<IJobDuty> _duties = duties ?? [];
    private readonly JobWork _work = new(store, jobs, duties ?? []);
    private DateOnly _scheduled;
    private readonly Dictionary<long, DueSnapshot> _scheduledSnapshots = [];
    private long _lookedAtSchedules;

    /// <summary>How many jobs there were in each state when last looked.</summary>
    public IReadOnlyDictionary<JobState, long> Counts { get; private set; } = new Dictionary<JobState, long>();

    /// <summary>Works until cancelled. Trouble with the stores is waited out.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await ScheduleAsync(cancellation);
                await ScheduleSnapshotsAsync(cancellation);
                foreach (var duty in _duties)
                    await duty.ScheduleAsync(jobs, cancellation);
                var hasWorked = await RunNextAsync(cancellation);
                Counts = await jobs.CountAsync(cancellation);
                if (!hasWorked)
                    await Task.Delay(LookEvery, store.Clock, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (IsTrouble(e))
            {
                await Task.Delay(LookEvery, store.Clock, CancellationToken.None);
            }
        }
    }

    /// <summary>Does the next job, if there is one.</summary>
    /// <returns>Whether there was.</returns>
    public async Task<bool> RunNextAsync(CancellationToken cancellation)
    {
        if (await jobs.ClaimAsync(_name, cancellation, lane) is not { } job)
            return false;
        if (job.IsCancelling)
            await jobs.EndAsync(job, new JobOutcome.Cancelled(), cancellation);
        else if (job.Attempts > JobStore.MostAttempts)
            await jobs.EndAsync(job, new JobOutcome.Failed($"given up: the servers that worked on it stopped, {JobStore.MostAttempts} times"), cancellation);
        else
            await RunAsync(job, cancellation);
        return true;
    }

    private async Task RunAsync(Job job, CancellationToken cancellation)
    {
        using var span = Spans.Start($"job {job.Kind.Word()}");
        span?.SetTag("hearth.job.id", job.Id);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var progress = new JobProgress();
        var work = TryAsync(job, progress, stop.Token);
        var isOurs = true;
        while (isOurs && await Task.WhenAny(work, Task.Delay(KeepEvery, store.Clock, CancellationToken.None)) != work)
        {
            isOurs = await IsOursAsync(job, progress, cancellation);
            if (!isOurs)
                await stop.CancelAsync();
        }
        var outcome = await work;
        span?.SetTag("hearth.job.message", outcome.Message);
        // A server that stops hands the job back, so that another need not wait for the lease to run out.
        if (outcome is JobOutcome.Cancelled && cancellation.IsCancellationRequested)
            outcome = new JobOutcome.HandedBack();
        using var patience = new CancellationTokenSource(KeepEvery);
        var (done, total) = progress.Now;
        await jobs.KeepAsync(job, done, total, patience.Token);
        await jobs.EndAsync(job, outcome, patience.Token);
    }

    // While the database is away nobody can take the job over, so the work goes on.
    private async Task<bool> IsOursAsync(Job job, JobProgress progress, CancellationToken cancellation)
    {
        var (done, total) = progress.Now;
        try
        {
            return await jobs.KeepAsync(job, done, total, cancellation);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception e) when (IsTrouble(e))
        {
            return true;
        }
    }

    private async Task<JobOutcome> TryAsync(Job job, JobProgress progress, CancellationToken cancellation)
    {
        try
        {
            return await Task.Run(() => _work.RunAsync(job, progress, cancellation), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new JobOutcome.Cancelled();
        }
        catch (BadInputException e)
        {
            return new JobOutcome.Failed(string.Join("; ", e.Diagnostics.Select(problem => problem.Message)));
        }
        catch (Exception e) when (IsTrouble(e) || e is UnauthorizedAccessException)
        {
            return new JobOutcome.Again(e.Message);
        }
        catch (Exception e)
        {
            // The edge of a job is an edge of the process: a defect in one job must not end a server that others read from.
            return new JobOutcome.Failed($"a defect in Hearth: {e}");
        }
    }

    private async Task ScheduleAsync(CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (now.Hour < HourOfCollection || _scheduled == today)
            return;
        await jobs.AddAsync(JobKind.Gc, new JobArguments(), ScheduleActor, string.Create(CultureInfo.InvariantCulture, $"gc {today:O}"), cancellation);
        _scheduled = today;
    }

    /// <summary>Adds the snapshots that are due; each once, however many servers do.</summary>
    internal async Task ScheduleSnapshotsAsync(CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        var minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        if (_lookedAtSchedules == minute)
            return;
        foreach (var channel in await store.Catalog.ListAsync(cancellation))
        {
            if (channel.Settings.Snapshots is not { } wanted || !SnapshotSchedule.TryParse(wanted, out var schedule) || schedule.DueAt(now) is not { } due || _scheduledSnapshots.GetValueOrDefault(channel.Id) == due)
                continue;
            var arguments = new JobArguments(channel.Name.ToString(), Day: due.Moment, Name: due.Name);
            await jobs.AddAsync(JobKind.Snapshot, arguments, ScheduleActor, string.Create(CultureInfo.InvariantCulture, $"snapshot {channel.Id} {due.Moment}"), cancellation);
            _scheduledSnapshots[channel.Id] = due;
        }
        _lookedAtSchedules = minute;
    }

    private static bool IsTrouble(Exception e) => e is DbException or IOException or TimeoutException or HttpRequestException;
}
