using Hearth.Foundation.Streams;

namespace Hearth.Channels.Live;

/// <summary>
/// A document that is compressed while it is written. The frame of its twin begins with the size of the document, so that must be known; if it turns
/// out to be another, there is no twin.
/// </summary>
/// <param name="document">Receives the document; closed with this.</param>
/// <param name="twin">Receives its twin, closed with this; null if there shall be none.</param>
/// <param name="size">How large the document is going to be.</param>
internal sealed class DocumentWithTwin(Stream document, Stream? twin, long size) : WriteOnlyStream
{
    private Stream? _compressed = twin is null ? null : CompressedTwin.OpenWrite(twin, CompressedTwin.Zst, size);
    private long _written;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        document.Write(buffer);
        _written += buffer.Length;
        // A frame that cannot be ended is left to the collector.
        if (_written > size)
            _compressed = null;
        _compressed?.Write(buffer);
    }

    /// <summary>Ends the twin; false if there is none. Nothing may be written any more.</summary>
    public bool TryEndTwin()
    {
        if (_written != size)
            _compressed = null;
        _compressed?.Dispose();
        return _compressed is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            document.Dispose();
            twin?.Dispose();
        }
        base.Dispose(disposing);
    }
}
