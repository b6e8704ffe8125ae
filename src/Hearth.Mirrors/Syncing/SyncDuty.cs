using System.Globalization;
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
    private const string Actor = "schedule";

    // A minute is the shortest interval.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private DateTimeOffset _lookedAt;

    public JobKind Kind => JobKind.MirrorSync;

    public async Task ScheduleAsync(JobStore jobs, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        if (now - _lookedAt < LookEvery)
            return;
        foreach (var channel in await store.Catalog.ListAsync(cancellation))
        {
            if (channel.Settings.Mirror?.EveryMinutes is not { } minutes)
                continue;
            var tried = (await new MirrorLedger(store, channel.Id).StateAsync(cancellation))?.Tried;
            var every = TimeSpan.FromMinutes(minutes);
            var arguments = new JobArguments(channel.Name.ToString());
            if (now - tried < every || await jobs.HasOpenAsync(Kind, arguments, cancellation))
                continue;
            var slot = string.Create(CultureInfo.InvariantCulture, $"{Kind.Word()} {channel.Id} {now.Ticks / every.Ticks}");
            await jobs.AddAsync(Kind, arguments, Actor, slot, cancellation);
        }
        _lookedAt = now;
    }

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
