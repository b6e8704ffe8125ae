using Hearth.Channels.Telemetry;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>Takes the bytes of an upload to disk, counting and hashing them on the way.</summary>
public static class Receiver
{
    /// <summary>Room for the largest packages in use, not for endless ones.</summary>
    public const long DefaultMaxSize = 32L << 30;

    /// <summary>Receives a whole file.</summary>
    /// <param name="store">Knows where incoming files go.</param>
    /// <param name="fileName">The name that the uploader gives it.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="maxSize">The most bytes that are taken.</param>
    /// <param name="cancellation">The uploader went away.</param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The name is no artifact's, or there are too many bytes.</exception>
    public static async Task<ReceivedFile> ReceiveAsync(
        ChannelStore store, string fileName, Stream content, long maxSize, CancellationToken cancellation)
    {
        // The name becomes part of a path, so it is checked before anything is written.
        if (ArtifactFileName.Problem(fileName) is { } problem)
            throw PublishDiagnostics.BadFileName.Refuse(Shortened(fileName), problem);
        return await ReceiveAsync(store, fileName, fileName, content, maxSize, keepWhatArrived: false, cancellation);
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
        ReceiveAsync(store, fileName, "piece", content, maxSize, keepWhatArrived, cancellation);

    private static async Task<ReceivedFile> ReceiveAsync(
        ChannelStore store, string fileName, string pathName, Stream content, long maxSize, bool keepWhatArrived, CancellationToken cancellation)
    {
        using var span = Spans.Start("receive");
        var folder = Path.Combine(store.Incoming, Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, pathName);
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            var hashing = new HashingStream(file, leaveOpen: true);
            var buffer = new byte[1 << 17];
            long size = 0;
            while (await ReadAsync(content, buffer, keepWhatArrived, cancellation) is var read and > 0)
            {
                size += read;
                if (size > maxSize)
                    throw PublishDiagnostics.TooLarge.Refuse(fileName, $"it has more than {maxSize} bytes");
                await hashing.WriteAsync(buffer.AsMemory(0, read), keepWhatArrived ? CancellationToken.None : cancellation);
            }
            span?.SetTag("hearth.file", Shortened(fileName)).SetTag("hearth.bytes", size);
            return new ReceivedFile(path, fileName, hashing.Digests());
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    // A connection that breaks is told as an IOException or as a cancellation, whichever is noticed first.
    private static async ValueTask<int> ReadAsync(Stream content, byte[] buffer, bool keepWhatArrived, CancellationToken cancellation)
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
