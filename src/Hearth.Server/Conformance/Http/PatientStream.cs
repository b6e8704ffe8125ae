using Hearth.Foundation.Streams;

namespace Hearth.Server.Conformance.Http;

/// <summary>A body that is read while it arrives: each piece may take as long as the patience, the whole as long as it needs.</summary>
internal sealed class PatientStream(Stream body, IDisposable answer, TimeSpan patience, CancellationToken cancellation) : ReadOnlyStream
{
    private readonly byte[] _piece = new byte[1 << 16];

    // The readers of formats are synchronous; they run on threads of their own.
    public override int Read(Span<byte> buffer)
    {
        var read = ReadPieceAsync(Math.Min(buffer.Length, _piece.Length)).GetAwaiter().GetResult();
        _piece.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
            answer.Dispose();
        }
        base.Dispose(disposing);
    }

    private async Task<int> ReadPieceAsync(int length)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            return await body.ReadAsync(_piece.AsMemory(0, length), limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException("the server stopped in the middle of a file", e);
        }
    }
}
