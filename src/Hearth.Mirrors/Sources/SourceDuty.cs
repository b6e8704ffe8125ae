using Hearth.Channels;
using Hearth.Channels.Jobs;
using Hearth.Channels.Sources;
using Hearth.Conda.Names;

namespace Hearth.Mirrors.Sources;

/// <summary>Collects the sources of channels whose settings say how often.</summary>
/// <param name="store">Where the channels live.</param>
/// <param name="policy">Whom to ask.</param>
/// <param name="tokenOf">What to show to a host, if anything.</param>
public sealed class SourceDuty(ChannelStore store, SourcePolicy policy, Func<string, string?> tokenOf) : IJobDuty
{
    private readonly ChannelSchedule _schedule = new(
        store, JobKind.SourceCollect, settings => settings.Sources?.EveryMinutes, async (channel, cancellation) => (await new SourceManifests(store).FollowedAsync(channel.Id, cancellation)).At);

    public JobKind Kind => JobKind.SourceCollect;

    public Task ScheduleAsync(JobStore jobs, CancellationToken cancellation) => _schedule.QueueDueAsync(jobs, cancellation);

    public async Task<JobOutcome> RunAsync(Job job, IProgress<(int Done, int Total)> progress, CancellationToken cancellation)
    {
        var name = ChannelName.Parse(job.Arguments.Channel ?? "");
        if (await store.Catalog.FindAsync(name, cancellation) is not { } channel)
            throw JobDiagnostics.NoChannel.Refuse(null, $"there is no channel '{name}'");
        var terms = new CollectTerms { Actor = job.Actor, TokenOf = tokenOf };
        var report = await new SourceCollection(store, policy, terms).RunAsync(channel, new Steps(progress), cancellation);
        // What is missing is no failure of the job: it is looked for again, and listed as a gap meanwhile.
        return new JobOutcome.Done(report.Summary);
    }

    private sealed class Steps(IProgress<(int Done, int Total)> progress) : IProgress<CollectProgress>
    {
        public void Report(CollectProgress value) => progress.Report((value.Done, value.Total));
    }
}
