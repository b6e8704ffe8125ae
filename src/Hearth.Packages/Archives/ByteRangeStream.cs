using Hearth.Foundation.Streams;

namespace Hearth.Packages.Archives;

/// <summary>A part of a source as a stream that is read once, front to back. Does not own the source.</summary>
internal sealed class ByteRangeStream(IByteRangeSource source, long offset, long length) : ReadOnlyStream
{
    private long _position;

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, length - _position);
        if (count > 0)
            source.Read(offset + _position, buffer[..count]);
        _position += count;
        return count;
    }
}
