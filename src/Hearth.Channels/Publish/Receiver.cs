using System.Buffers;
using Hearth.Channels.Telemetry;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>Takes the bytes of an upload to disk, counting and hashing them on the way.</summary>
public static class Receiver
{
    /// <summary>Room for the largest packages in use, not for endless ones.</summary>
    public const long DefaultMaxSize = 32L << 30;

    private const int BufferSize = 1 << 17;

    /// <summary>Receives a whole file.</summary>
    /// <param name="store">Knows where incoming files go.</param>
    /// <param name="fileName">The name that the uploader gives it.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="maxSize">The most bytes that are taken.</param>
    /// <param name="cancellation">The uploader went away.</param>
    /// <param name="md5">
    /// Its MD5, where whoever says so also says its SHA-256: to whom that is right the other proves nothing more, and computing it takes
    /// longer than all the rest. Null computes it.
    /// </param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The name is no artifact's, or there are too many bytes.</exception>
    public static async Task<ReceivedFile> ReceiveAsync(
        ChannelStore store, string fileName, Stream content, long maxSize, CancellationToken cancellation, Md5? md5 = null)
    {
        if (ArtifactFileName.Problem(fileName) is { } problem)
            throw PublishDiagnostics.BadFileName.Refuse(Shortened(fileName), problem);
        return await ReceiveAsync(store, fileName, content, maxSize, keepWhatArrived: false, isWhole: true, md5, cancellation);
    }

    /// <summary>Receives a piece of a file.</summary>
    /// <param name="store">Knows where incoming files go.</param>
    /// <param name="fileName">The file that it is a piece of, for messages.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="maxSize">The most bytes that are taken.</param>
    /// <param name="keepWhatArrived">Whether an uploader who went away leaves a shorter piece, instead of none.</param>
    /// <param name="cancellation">The uploader went away.</param>
    internal static Task<ReceivedFile> ReceivePieceAsync(
        ChannelStore store, string fileName, Stream content, long maxSize, bool keepWhatArrived, CancellationToken cancellation) =>
        ReceiveAsync(store, fileName, content, maxSize, keepWhatArrived, isWhole: false, md5: null, cancellation);

    private static async Task<ReceivedFile> ReceiveAsync(
        ChannelStore store, string fileName, Stream content, long maxSize, bool keepWhatArrived, bool isWhole, Md5? md5, CancellationToken cancellation)
    {
        using var span = Spans.Start("receive");
        var path = Path.Combine(store.Incoming, "received-" + Guid.NewGuid().ToString("n"));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var isKept = false;
        try
        {
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
            using var hashing = new RunningDigests(computesMd5: md5 is null);
            bool isLast;
            do
            {
                // A byte more than is taken tells that there are too many.
                var room = buffer.AsMemory(0, (int)Math.Min(buffer.Length - 1, maxSize - hashing.Size) + 1);
                var filled = await FillAsync(content, room, keepWhatArrived, cancellation);
                if (hashing.Size + filled > maxSize)
                    throw PublishDiagnostics.TooLarge.Refuse(fileName, $"it has more than {maxSize} bytes");
                isLast = filled < room.Length;
                // What the system takes into its memory needs no thread of its own to wait for it.
                RandomAccess.Write(file, buffer.AsSpan(0, filled), hashing.Size);
                hashing.Append(buffer.AsSpan(0, filled));
                isKept = isWhole && isLast && hashing.Size == filled;
            }
            while (!isLast);
            span?.SetTag("hearth.file", Shortened(fileName)).SetTag("hearth.bytes", hashing.Size);
            var digests = hashing.Take();
            var received = new ReceivedFile(path, fileName, md5 is { } known ? digests with { Md5 = known } : digests);
            return isKept ? received.WithContent(buffer) : received;
        }
        catch
        {
            isKept = false;
            if (File.Exists(path))
                File.Delete(path);
            throw;
        }
        finally
        {
            if (!isKept)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Less than all of the room is filled by the last bytes only.
    private static async ValueTask<int> FillAsync(Stream content, Memory<byte> room, bool keepWhatArrived, CancellationToken cancellation)
    {
        var filled = 0;
        while (filled < room.Length && await ReadAsync(content, room[filled..], keepWhatArrived, cancellation) is var read and > 0)
            filled += read;
        return filled;
    }

    // A connection that breaks is told as an IOException or as a cancellation, whichever is noticed first.
    private static async ValueTask<int> ReadAsync(Stream content, Memory<byte> buffer, bool keepWhatArrived, CancellationToken cancellation)
    {
        try
        {
            return await content.ReadAsync(buffer, cancellation);
        }
        catch (Exception e) when (keepWhatArrived && e is (IOException or OperationCanceledException))
        {
            return 0;
        }
    }

    private static string Shortened(string fileName) => fileName.Length <= 300 ? fileName : fileName[..300] + "…";
}
