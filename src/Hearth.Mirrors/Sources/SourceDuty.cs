using System.Globalization;
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
    private const string Actor = "schedule";

    // A minute is the shortest interval.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private DateTimeOffset _lookedAt;

    public JobKind Kind => JobKind.SourceCollect;

    public async Task ScheduleAsync(JobStore jobs, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        if (now - _lookedAt < LookEvery)
            return;
        foreach (var channel in await store.Catalog.ListAsync(cancellation))
        {
            if (channel.Settings.Sources?.EveryMinutes is not { } minutes)
                continue;
            var (_, followed) = await new SourceManifests(store).FollowedAsync(channel.Id, cancellation);
            var every = TimeSpan.FromMinutes(minutes);
            var arguments = new JobArguments(channel.Name.ToString());
            if (now - followed < every || await jobs.HasOpenAsync(Kind, arguments, cancellation))
                continue;
            var slot = string.Create(CultureInfo.InvariantCulture, $"{Kind.Word()} {channel.Id} {now.Ticks / every.Ticks}");
            await jobs.AddAsync(Kind, arguments, Actor, slot, cancellation);
        }
        _lookedAt = now;
    }

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
