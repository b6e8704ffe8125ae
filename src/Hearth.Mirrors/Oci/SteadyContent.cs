using System.Net;
using Hearth.Mirrors.Syncing;

namespace Hearth.Mirrors.Oci;

/// <summary>A body of known size that is read once; each piece that is sent is told, so that whoever waits knows that something moves.</summary>
/// <param name="content">The bytes, at their first one; closed when they have been sent.</param>
/// <param name="size">How many of them are sent.</param>
/// <param name="throttle">Holds it to a rate, together with others; null for none.</param>
internal sealed class SteadyContent(Stream content, long size, Throttle? throttle) : HttpContent
{
    private const int PieceSize = 1 << 18;

    /// <summary>Is called behind each piece.</summary>
    public Action? Moved { get; set; }

    protected override bool TryComputeLength(out long length)
    {
        length = size;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var piece = (int)Math.Min(throttle?.MostAtOnce ?? PieceSize, Math.Max(size, 1));
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(piece);
        try
        {
            for (var left = size; left > 0;)
            {
                var read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, piece)), cancellationToken);
                if (read == 0)
                    throw new IOException("the file became shorter while it was sent");
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                left -= read;
                Moved?.Invoke();
                if (throttle is not null)
                    await throttle.PayAsync(read, cancellationToken);
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            content.Dispose();
        base.Dispose(disposing);
    }
}
