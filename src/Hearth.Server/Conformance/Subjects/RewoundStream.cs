using Hearth.Foundation.Streams;

namespace Hearth.Server.Conformance.Subjects;

/// <summary>A stream whose first bytes have been read already, from the start again.</summary>
internal sealed class RewoundStream(ReadOnlyMemory<byte> start, Stream rest) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _start = start;

    public override int Read(Span<byte> buffer)
    {
        if (_start.IsEmpty)
            return rest.Read(buffer);
        var count = Math.Min(buffer.Length, _start.Length);
        _start.Span[..count].CopyTo(buffer);
        _start = _start[count..];
        return count;
    }
}
