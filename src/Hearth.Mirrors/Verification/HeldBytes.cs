using System.Collections.Concurrent;
using System.Security.Cryptography;
using Hearth.Channels;
using Hearth.Channels.Blobs;
using Hearth.Channels.Log;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Syncing;

namespace Hearth.Mirrors.Verification;

/// <summary>Finds what of a mirror's bytes is damaged or lost.</summary>
internal sealed class HeldBytes(ChannelStore store, ManagedChannel channel, IProgress<SyncProgress>? progress)
{
    // What a reading that is broken off reads again at most.
    private const int Lot = 64;

    private const int ParallelReads = 4;

    private readonly VerificationLedger _ledger = new(store, channel.Id);
    private long _files;
    private long _bytes;

    /// <summary>Looks at each artifact: whether it is there with its size.</summary>
    public async Task<BytesFound> CountAsync(CancellationToken cancellation)
    {
        var damaged = new List<HeldFile>();
        long reached = 0;
        while (await _ledger.AfterAsync(reached, Lot, cancellation) is [.., var last] lot)
        {
            foreach (var file in lot)
            {
                var size = await store.Blobs.SizeAsync(BlobSpace.Artifacts, file.Sha256, cancellation);
                if (size != file.Size && !(size is null && file.CanBeFetched))
                    damaged.Add(file);
            }
            _files += lot.Count;
            reached = last.Id;
        }
        return new BytesFound(damaged, _files, 0, IsResumed: false);
    }

    /// <summary>Reads each artifact. Goes on where the last call ended before its end; <see cref="EndAsync"/> says that there is nothing more to do.</summary>
    public async Task<BytesFound> ReadAsync(CancellationToken cancellation)
    {
        var (reached, files, bytes) = await _ledger.BeginAsync(cancellation);
        (_files, _bytes) = (files, bytes);
        while (await _ledger.AfterAsync(reached, Lot, cancellation) is [.., var last] lot)
        {
            var damaged = new ConcurrentBag<HeldFile>();
            await Parallel.ForEachAsync(lot, new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellation }, async (file, stop) =>
            {
                if (!await IsRightAsync(file, stop))
                    damaged.Add(file);
            });
            _files += lot.Count;
            reached = last.Id;
            await _ledger.ReachAsync(reached, _files, _bytes, damaged, cancellation);
            progress?.Report(new SyncProgress("reading", (int)_files, Bytes: _bytes));
        }
        return new BytesFound(await _ledger.DamagedAsync(cancellation), _files, _bytes, files > 0);
    }

    /// <summary>The next reading begins anew.</summary>
    public Task EndAsync(CancellationToken cancellation) => _ledger.EndAsync(cancellation);

    private async Task<bool> IsRightAsync(HeldFile file, CancellationToken cancellation)
    {
        await using var blob = await store.Blobs.OpenAsync(BlobSpace.Artifacts, file.Sha256, 0, cancellation);
        // What a mirror has not fetched yet is not lost.
        if (blob is null)
            return file.CanBeFetched;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 17];
        while (await blob.Content.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            hash.AppendData(buffer, 0, read);
            Interlocked.Add(ref _bytes, read);
        }
        return new Sha256(hash.GetHashAndReset()) == file.Sha256;
    }
}
