namespace Hearth.Packages.Archives;

/// <summary>An archive's bytes, readable at any place: a file, memory, or a remote file through HTTP range requests.</summary>
public interface IByteRangeSource : IDisposable
{
    /// <summary>The path or URL, for messages.</summary>
    public string Name { get; }

    /// <summary>Size in bytes.</summary>
    public long Length { get; }

    /// <summary>Reads into the whole of <paramref name="buffer"/>.</summary>
    /// <exception cref="EndOfStreamException">The range reaches beyond <see cref="Length"/>, or the source shrank.</exception>
    public void Read(long offset, Span<byte> buffer);
}
