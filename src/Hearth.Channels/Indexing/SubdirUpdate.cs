using System.Threading.Channels;
using Hearth.Channels.Patches;
using Hearth.Conda.Patches;
using Hearth.Conda.Records;

namespace Hearth.Channels.Indexing;

/// <summary>Brings the cached records of one subdir up to date with its folder and with the channel's patches.</summary>
internal sealed class SubdirUpdate(IndexOptions options, IndexCache cache, CachedSubdir subdir, IndexRun run)
{
    // Commits are cheap enough to make often, and what was committed is not read again after an interruption.
    private const int FilesPerCommit = 500;

    private readonly string _folder = Path.Combine(options.Root, subdir.Subdir);

    public int Added { get; private set; }

    public int Removed { get; private set; }

    /// <summary>Finds what changed, reads it, and applies the patches.</summary>
    /// <param name="only">Look at these files alone, because they are known to have changed; null looks at all.</param>
    /// <param name="cancellation">Stops between files; what was read is kept.</param>
    public void Run(IReadOnlyCollection<string>? only, CancellationToken cancellation)
    {
        run.Report(IndexPhase.Scanning, subdir.Subdir);
        var (toRead, gone) = only is null ? Compare(FolderScan.Packages(_folder)) : Compare(only);
        foreach (var batch in gone.Chunk(FilesPerCommit))
            Commit(() => Delete(batch));
        Read(toRead, cancellation);
        Patch(cancellation);
        foreach (var (file, problem) in subdir.Problems)
            run.Add(IndexDiagnostics.UnreadablePackage.In(Path.Combine(_folder, file), problem));
    }

    private (List<FolderFile> ToRead, List<string> Gone) Compare(List<FolderFile> found)
    {
        var toRead = new List<FolderFile>();
        var gone = new List<string>();
        var next = 0;
        subdir.VisitFiles(cached =>
        {
            for (; next < found.Count && string.CompareOrdinal(found[next].Name, cached.Name) < 0; next++)
                toRead.Add(found[next]);
            if (next == found.Count || found[next].Name != cached.Name)
                gone.Add(cached.Name);
            else if (found[next++] is var current && current != cached)
                toRead.Add(current);
        });
        toRead.AddRange(found[next..]);
        return (toRead, gone);
    }

    private (List<FolderFile> ToRead, List<string> Gone) Compare(IReadOnlyCollection<string> names)
    {
        var found = FolderScan.Packages(_folder, names);
        return (found, [.. names.Except(found.Select(file => file.Name), StringComparer.Ordinal)]);
    }

    private void Delete(string[] files)
    {
        foreach (var file in files)
            subdir.Delete(file);
        Removed += files.Length;
    }

    // Files are read on several threads and stored by this one, which alone uses the database.
    private void Read(List<FolderFile> files, CancellationToken cancellation)
    {
        if (files.Count == 0)
            return;
        var readings = Channel.CreateBounded<ArtifactReading>(new BoundedChannelOptions(FilesPerCommit) { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Task.Run(() => Produce(files, readings.Writer, stop.Token), CancellationToken.None);
        try
        {
            long done = 0, bytes = 0;
            var batch = new List<ArtifactReading>(FilesPerCommit);
            while (Next(readings.Reader) is { } next)
            {
                batch.Add(next);
                bytes += next.File.Size;
                run.Report(IndexPhase.Reading, subdir.Subdir, ++done, files.Count, bytes);
                if (batch.Count == FilesPerCommit)
                    Store(batch);
            }
            Store(batch);
        }
        finally
        {
            stop.Cancel();
            reading.ContinueWith(static _ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }
        cancellation.ThrowIfCancellationRequested();
        reading.GetAwaiter().GetResult();
    }

    private void Produce(List<FolderFile> files, ChannelWriter<ArtifactReading> readings, CancellationToken stop)
    {
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = stop };
            Parallel.ForEach(files, parallel, file =>
            {
                var reading = ArtifactReading.Of(_folder, subdir.Subdir, file, stop);
                while (!readings.TryWrite(reading))
                {
                    if (!readings.WaitToWriteAsync(stop).AsTask().GetAwaiter().GetResult())
                        return;
                }
            });
        }
        catch (OperationCanceledException)
        {
            // The reader of the channel knows, for it asked to stop.
        }
        finally
        {
            readings.Complete();
        }
    }

    private static ArtifactReading? Next(ChannelReader<ArtifactReading> readings)
    {
        if (readings.TryRead(out var reading))
            return reading;
        return readings.WaitToReadAsync().AsTask().GetAwaiter().GetResult() && readings.TryRead(out reading) ? reading : null;
    }

    private void Store(List<ArtifactReading> batch)
    {
        if (batch.Count == 0)
            return;
        Commit(() =>
        {
            foreach (var reading in batch)
            {
                if (reading.Artifact is { } artifact)
                    subdir.Put(WithIndexedTimestamp(artifact));
                else
                    subdir.PutProblem(reading.File, reading.Problem!);
            }
        });
        Added += batch.Count;
        if (options.Strict && batch.Find(reading => reading.Problem is not null) is { Problem: { } problem } bad)
            throw IndexDiagnostics.UnreadablePackage.Refuse(Path.Combine(_folder, bad.File.Name), problem, "without --strict, Hearth goes on with the rest");
        batch.Clear();
    }

    // CEP 47: set once, when the artifact first appears, and kept for ever. An artifact that an earlier index listed without
    // the field gets the time of its file; other bytes under the same name are another artifact.
    private IndexedArtifact WithIndexedTimestamp(IndexedArtifact artifact)
    {
        var record = artifact.Record;
        var now = run.Now.ToUnixTimeMilliseconds();
        var sha256 = Foundation.Hashing.Sha256.Parse(record.Text(RecordField.Sha256)!);
        long at;
        if (subdir.TryFirstSeen(artifact.File.Name, sha256, out var known))
            at = known ?? Math.Min(new DateTimeOffset(artifact.File.Modified, TimeSpan.Zero).ToUnixTimeMilliseconds(), now);
        else
            at = now;
        if (record.Timestamp is { } built && built.ToUnixTimeMilliseconds() > now)
        {
            run.Add(IndexDiagnostics.TimestampInFuture.In(
                Path.Combine(_folder, artifact.File.Name), $"it says it was built at {Foundation.Time.Rfc3339.Format(built)}, which is later than now"));
        }
        return artifact with { Record = PackageRecord.From(record.ToBuilder().Set(RecordField.IndexedTimestamp, at)) };
    }

    private void Patch(CancellationToken cancellation)
    {
        run.Report(IndexPhase.Patching, subdir.Subdir);
        var instructions = new PatchSequence(options.Patches.Count > 0 ? options.Patches : [new PatchFolder(options.Root)]).For(subdir);
        cancellation.ThrowIfCancellationRequested();
        if (options.Patches.Count > 0 && Directory.Exists(_folder))
        {
            var output = Directory.CreateDirectory(Path.Combine(options.Output, subdir.Subdir)).FullName;
            run.WriteIfChanged(Path.Combine(output, PatchFolder.FileName), instructions.Json.Span);
        }

        var patcher = new RecordPatcher(instructions);
        var isNew = (subdir.PatchDigest ?? PatchInstructions.None.Digest) != instructions.Digest;
        if (!isNew && (instructions.IsEmpty || subdir.DirtyNames.Count == 0))
            return;
        Commit(() =>
        {
            var shown = subdir.Shown();
            var refused = isNew
                ? shown.PatchAll(patcher, subdir.MarkDirty)
                : subdir.DirtyNames.SelectMany(name => shown.Patch(patcher, name)).ToList();
            foreach (var (file, fields) in refused)
                run.Add(PatchDiagnostics.PatchOfProtectedField.In(Path.Combine(_folder, file), $"the patch of {string.Join(", ", fields.Distinct())} is passed over"));
        });
    }

    private void Commit(Action change) => cache.Database.InTransaction(() =>
    {
        change();
        subdir.CountChange();
    });
}
