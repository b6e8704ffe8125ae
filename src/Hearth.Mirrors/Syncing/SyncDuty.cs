using Hearth.Channels;
using Hearth.Channels.Jobs;
using Hearth.Conda.Names;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Syncing;

/// <summary>Syncs the mirrors whose settings say how often.</summary>
/// <param name="store">Where the mirrors live.</param>
/// <param name="tokenOf">What to show to a host, if anything.</param>
public sealed class SyncDuty(ChannelStore store, Func<string, string?> tokenOf) : IJobDuty
{
    private readonly ChannelSchedule _schedule = new(
        store, JobKind.MirrorSync, settings => settings.Mirror?.EveryMinutes, async (channel, cancellation) => (await new MirrorLedger(store, channel.Id).StateAsync(cancellation))?.Tried);

    public JobKind Kind => JobKind.MirrorSync;

    public Task ScheduleAsync(JobStore jobs, CancellationToken cancellation) => _schedule.QueueDueAsync(jobs, cancellation);

    public async Task<JobOutcome> RunAsync(Job job, IProgress<(int Done, int Total)> progress, CancellationToken cancellation)
    {
        var name = ChannelName.Parse(job.Arguments.Channel ?? "");
        if (await store.Catalog.FindAsync(name, cancellation) is not { Settings.Mirror: { } settings } channel)
            throw MirrorDiagnostics.NotAMirror.Refuse(null, $"the channel '{name}' is not there, or is no mirror");
        using var upstream = MirrorDefinition.Open(settings, new UpstreamTerms(), tokenOf, store.Clock);
        var report = await new MirrorSync(store, upstream, new SyncTerms { Actor = job.Actor }).RunAsync(channel, new Steps(progress), cancellation);
        return report.Problems.Count == 0
            ? new JobOutcome.Done(report.Summary)
            : new JobOutcome.Failed($"{report.Summary}; the first: {report.Problems[0]}");
    }

    private sealed class Steps(IProgress<(int Done, int Total)> progress) : IProgress<SyncProgress>
    {
        public void Report(SyncProgress value) => progress.Report((value.Done, value.Total));
    }
}
