using Hearth.Channels.History;
using Hearth.Channels.Log;
using Hearth.Channels.Upkeep;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Jobs;

/// <summary>Does what jobs say.</summary>
internal sealed class JobWork(ChannelStore store, JobStore jobs, IReadOnlyList<IJobDuty> duties)
{
    private static readonly TimeSpan RememberEndedJobsFor = TimeSpan.FromDays(30);

    /// <exception cref="BadInputException">What the job is about is not there or not understood.</exception>
    public Task<JobOutcome> RunAsync(Job job, JobProgress progress, CancellationToken cancellation) => job.Kind switch
    {
        JobKind.Gc => CollectAsync(cancellation),
        JobKind.ChannelCheck => CheckAsync(job.Arguments, progress, cancellation),
        JobKind.Snapshot => TakeSnapshotAsync(job, cancellation),
        JobKind.FolderImport => ImportAsync(job, progress, cancellation),
        _ when duties.FirstOrDefault(duty => duty.Kind == job.Kind) is { } duty => duty.RunAsync(job, progress, cancellation),
        _ => Task.FromResult<JobOutcome>(new JobOutcome.Failed($"this server does no {job.Kind.Word()}")),
    };

    private async Task<JobOutcome> CollectAsync(CancellationToken cancellation)
    {
        var collected = await new GarbageCollection(store).RunAsync(GarbageCollection.DefaultGrace, isDryRun: false, cancellation);
        await jobs.ForgetAsync(store.Clock.GetUtcNow() - RememberEndedJobsFor, cancellation);
        return new JobOutcome.Done($"deleted {collected.Blobs} blobs with {collected.Bytes} bytes, and {collected.Uploads} uploads that were cut off");
    }

    private async Task<JobOutcome> CheckAsync(JobArguments arguments, JobProgress progress, CancellationToken cancellation)
    {
        var channels = arguments.Channel is { } name ? [await FindAsync(name, cancellation)] : await store.Catalog.ListAsync(cancellation);
        var problems = new List<Diagnostic>();
        for (var i = 0; i < channels.Count; i++)
        {
            progress.Report((i, channels.Count));
            problems.AddRange(await new ChannelCheck(store).RunAsync(channels[i], arguments.ReadArtifacts, cancellation));
        }
        progress.Report((channels.Count, channels.Count));
        return problems.Count == 0
            ? new JobOutcome.Done($"{channels.Count} channels are right")
            : new JobOutcome.Failed($"{problems.Count} problems; the first: {problems[0]}");
    }

    private async Task<JobOutcome> ImportAsync(Job job, JobProgress progress, CancellationToken cancellation)
    {
        var channel = await FindAsync(job.Arguments.Channel ?? "", cancellation);
        if (job.Arguments.Folder is not { } folder || !Directory.Exists(folder))
            return new JobOutcome.Failed($"the machine of the server has no folder '{job.Arguments.Folder}'");
        var report = await new FolderImport(store, folder).RunAsync(channel.Name, job.Actor, progress, cancellation);
        var counts = $"{report.Added} added, {report.AlreadyPresent} already there";
        return report.Problems.Count == 0
            ? new JobOutcome.Done(counts)
            : new JobOutcome.Failed($"{counts}, {report.Problems.Count} problems; the first: {report.Problems[0]}");
    }

    private async Task<JobOutcome> TakeSnapshotAsync(Job job, CancellationToken cancellation)
    {
        var channel = await FindAsync(job.Arguments.Channel ?? "", cancellation);
        var day = job.Arguments.Day ?? "";
        if (await new ChannelHistory(store).ResolveAsync(channel, Moment.Parse(day), cancellation) is not MomentOutcome.Found state)
            return new JobOutcome.Done($"{channel.Name} showed nothing on {day}");
        var name = job.Arguments.Name ?? $"daily-{day}";
        var snapshots = new Snapshots(store);
        if (await snapshots.TakeAsync(channel, name, state, "by schedule", job.Actor, cancellation, isPinned: false) is not { } taken)
            return new JobOutcome.Failed($"{channel.Name} has a snapshot '{name}' of another state");
        var pruned = channel.Settings.SnapshotRetention is { } retention ? await snapshots.PruneAsync(channel, retention, job.Actor, cancellation) : [];
        return new JobOutcome.Done($"named r{taken.Revision} of {channel.Name} '{name}'{(pruned.Count == 0 ? "" : $", and took {pruned.Count} older names away")}");
    }

    private async Task<ManagedChannel> FindAsync(string name, CancellationToken cancellation) =>
        await store.Catalog.FindAsync(ChannelName.Parse(name), cancellation) ?? throw JobDiagnostics.NoChannel.Refuse(null, $"there is no channel '{name}'");
}
