using System.Globalization;
using Hearth.Channels.Log;

namespace Hearth.Channels.Jobs;

/// <summary>Queues a job for each channel whose settings ask for one every so many minutes, unless one waits or runs.</summary>
/// <param name="store">Where the channels live.</param>
/// <param name="kind">The job.</param>
/// <param name="minutesOf">How often settings ask for it; null for not at all.</param>
/// <param name="lastOf">When it was last tried for a channel; null for never.</param>
public sealed class ChannelSchedule(
    ChannelStore store, JobKind kind, Func<ChannelSettings, int?> minutesOf, Func<ManagedChannel, CancellationToken, Task<DateTimeOffset?>> lastOf)
{
    private const string Actor = "schedule";

    // A minute is the shortest interval.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private DateTimeOffset _lookedAt;

    /// <summary>Queues what is due; often called, it looks only now and then.</summary>
    public async Task QueueDueAsync(JobStore jobs, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        if (now - _lookedAt < LookEvery)
            return;
        foreach (var channel in await store.Catalog.ListAsync(cancellation))
        {
            if (minutesOf(channel.Settings) is not { } minutes)
                continue;
            var every = TimeSpan.FromMinutes(minutes);
            var arguments = new JobArguments(channel.Name.ToString());
            if (now - await lastOf(channel, cancellation) < every || await jobs.HasOpenAsync(kind, arguments, cancellation))
                continue;
            var slot = string.Create(CultureInfo.InvariantCulture, $"{kind.Word()} {channel.Id} {now.Ticks / every.Ticks}");
            await jobs.AddAsync(kind, arguments, Actor, slot, cancellation);
        }
        _lookedAt = now;
    }
}
