namespace Hearth.Packages.Archives;

/// <summary>The bytes of a seekable stream, which is closed with this source. Not for several threads at once.</summary>
public sealed class StreamByteRangeSource(string name, Stream stream) : IByteRangeSource
{
    public string Name => name;

    public long Length { get; } = stream.Length;

    public void Read(long offset, Span<byte> buffer)
    {
        stream.Position = offset;
        stream.ReadExactly(buffer);
    }

    public void Dispose() => stream.Dispose();
}
