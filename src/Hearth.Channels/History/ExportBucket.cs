using Hearth.Channels.Blobs.S3;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.History;

/// <summary>
/// Exports to a bucket of an S3-compatible store. Each object bears its digest, so one that is there and right is passed over: an export that
/// was cut off goes on, and one over that of another state sends what differs.
/// </summary>
/// <param name="settings">The bucket, and what its keys start with.</param>
/// <param name="spool">A folder for what is on its way, and for what was sent of large files when an export was cut off.</param>
/// <param name="clock">Dates the requests.</param>
public sealed class ExportBucket(S3Settings settings, string spool, TimeProvider clock) : IExportTarget
{
    // The store keeps what it has of a large file for as long, and takes its price for it.
    private static readonly TimeSpan GoesOnWithin = TimeSpan.FromDays(7);

    private readonly S3Bucket _bucket = new(settings, clock, Path.Combine(spool, "s3-exports"));

    // A shard is small, and a store takes its time for each.
    public int ParallelFiles => 8;

    public async Task<bool> HasAsync(ExportedFile file, CancellationToken cancellation) =>
        file.Digest is { } digest && await _bucket.FindAsync(file.Path, cancellation) is { } there && there.Digest == digest && (file.Size is null || there.Size == file.Size);

    public async Task WriteAsync(ExportedFile file, Stream content, CancellationToken cancellation)
    {
        var place = Path.Combine(spool, "export-" + Guid.NewGuid().ToString("n"));
        try
        {
            await using (var whole = new FileStream(place, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
                await content.CopyToAsync(whole, cancellation);
            using var handle = File.OpenHandle(place);
            await _bucket.PutFileAsync(file.Path, ContentDigests.Of(handle, cancellation).Sha256, place, isDigestKept: true, cancellation);
        }
        finally
        {
            File.Delete(place);
        }
    }

    public Task CompleteAsync(CancellationToken cancellation) => _bucket.AbandonAsync(clock.GetUtcNow() - GoesOnWithin, isDryRun: false, cancellation);

    public ValueTask DisposeAsync()
    {
        _bucket.Dispose();
        return ValueTask.CompletedTask;
    }
}
