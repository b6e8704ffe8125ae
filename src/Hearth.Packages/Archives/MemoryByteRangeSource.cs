namespace Hearth.Packages.Archives;

/// <summary>An archive that lies in memory as a whole.</summary>
public sealed class MemoryByteRangeSource(string name, ReadOnlyMemory<byte> bytes) : IByteRangeSource
{
    public string Name => name;

    public long Length => bytes.Length;

    public void Read(long offset, Span<byte> buffer)
    {
        if (offset + buffer.Length > bytes.Length)
            throw new EndOfStreamException($"{name} ends at byte {bytes.Length}.");
        bytes.Span.Slice((int)offset, buffer.Length).CopyTo(buffer);
    }

    public void Dispose()
    {
    }
}
