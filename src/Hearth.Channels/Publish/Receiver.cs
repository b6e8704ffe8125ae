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
        var folder = Path.Combine(store.Incoming, Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, fileName);
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            var hashing = new HashingStream(file, leaveOpen: true);
            var buffer = new byte[1 << 17];
            long size = 0;
            while (await content.ReadAsync(buffer, cancellation) is var read and > 0)
            {
                size += read;
                if (size > maxSize)
                    throw PublishDiagnostics.TooLarge.Refuse(fileName, $"it has more than {maxSize} bytes");
                await hashing.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
            return new ReceivedFile(path, fileName, hashing.Digests());
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static string Shortened(string fileName) => fileName.Length <= 300 ? fileName : fileName[..300] + "…";
}
