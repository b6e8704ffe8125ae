using Hearth.Channels.Indexing;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Upkeep;

/// <summary>
/// Takes the packages of a folder into a managed channel. Artifacts keep the time at which they first appeared: what the folder's
/// own index says, else the time of the file. What is there already is passed over, so an interrupted import goes on where it stopped.
/// </summary>
public sealed class FolderImport(ChannelStore store, string folder)
{
    /// <summary>Imports.</summary>
    /// <param name="channel">The channel, which must be there.</param>
    /// <param name="actor">Who asks, for the log.</param>
    /// <param name="progress">Is told of each package: how many were looked at, of how many.</param>
    /// <param name="cancellation">Stops between packages.</param>
    public async Task<ImportReport> RunAsync(ChannelName channel, string actor, IProgress<(int Done, int Total)>? progress, CancellationToken cancellation)
    {
        var files = FolderScan.Subdirs(folder).SelectMany(subdir => FolderScan.Packages(Path.Combine(folder, subdir)).Select(file => (Subdir: subdir, File: file))).ToList();
        var firstSeen = FolderScan.Subdirs(folder).ToDictionary(subdir => subdir, FirstSeenIn, StringComparer.Ordinal);
        var publisher = new Publisher(store);
        var (added, present, done) = (0, 0, 0);
        var problems = new List<Diagnostic>();
        foreach (var (subdir, file) in files)
        {
            cancellation.ThrowIfCancellationRequested();
            var path = Path.Combine(folder, subdir, file.Name);
            var seen = firstSeen[subdir].TryGetValue(file.Name, out var at) ? at : new DateTimeOffset(file.Modified, TimeSpan.Zero);
            var request = new PublishRequest { Channel = channel, Actor = actor, Subdir = subdir, FirstSeen = seen };
            switch (await TakeAsync(publisher, path, request, cancellation))
            {
                case PublishOutcome.Added:
                    added++;
                    break;
                case PublishOutcome.AlreadyPresent:
                    present++;
                    break;
                case PublishOutcome.Conflict conflict:
                    problems.Add(conflict.Problem);
                    break;
                case PublishOutcome.Refused refused:
                    problems.AddRange(refused.Problems.Where(problem => problem.Severity == Severity.Error));
                    break;
            }
            progress?.Report((++done, files.Count));
        }
        if (added > 0)
            await TakePatchesAsync(channel, actor, firstSeen.Keys, cancellation);
        return new ImportReport(added, present, problems);
    }

    // The folder keeps its files, so a copy goes through the same door as an upload.
    private async Task<PublishOutcome> TakeAsync(Publisher publisher, string path, PublishRequest request, CancellationToken cancellation)
    {
        try
        {
            await using var content = File.OpenRead(path);
            using var received = await Receiver.ReceiveAsync(store, Path.GetFileName(path), content, long.MaxValue, cancellation);
            return await publisher.PublishAsync(received, request, cancellation);
        }
        catch (BadInputException e)
        {
            return new PublishOutcome.Refused(e.Diagnostics);
        }
    }

    private async Task TakePatchesAsync(ChannelName channel, string actor, IEnumerable<string> subdirs, CancellationToken cancellation)
    {
        var patches = new ImportedPatches(store, channel, actor);
        foreach (var (subdir, repodata) in subdirs.Select(subdir => (subdir, Path.Combine(folder, subdir, "repodata.json"))).Where(document => File.Exists(document.Item2)))
            await patches.CompareAsync(subdir, [File.OpenRead(repodata)], asShown: null, cancellation);
        await patches.ApplyAsync(cancellation);
    }

    private Dictionary<string, DateTimeOffset> FirstSeenIn(string subdir)
    {
        var seen = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var repodata = Path.Combine(folder, subdir, "repodata.json");
        if (!File.Exists(repodata))
            return seen;
        using var reader = new RepodataReader(File.OpenRead(repodata));
        while (reader.ReadRecord())
        {
            if (PackageRecord.FromCanonical(reader.Value.ToArray()).IndexedTimestamp is { } at)
                seen[reader.Group.FileOf(reader.Key)] = at;
        }
        return seen;
    }
}
