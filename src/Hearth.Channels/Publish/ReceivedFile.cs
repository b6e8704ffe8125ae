using System.Buffers;
using Hearth.Foundation.Hashing;
using Hearth.Packages.Archives;

namespace Hearth.Channels.Publish;

/// <summary>An upload that lies on disk and is not accepted yet.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="FileName">The file name that the uploader gave it.</param>
/// <param name="Digests">What was counted while it arrived.</param>
public sealed record ReceivedFile(string Path, string FileName, ContentDigests Digests) : IDisposable
{
    // Rented. A small file need not be read again to be examined.
    private byte[]? _content;

    /// <summary>Deletes what the store did not take over.</summary>
    public void Dispose()
    {
        ForgetContent();
        File.Delete(Path);
    }

    /// <summary>Hands over a rented array that holds all of the file.</summary>
    internal ReceivedFile WithContent(byte[] content)
    {
        _content = content;
        return this;
    }

    /// <summary>Its bytes.</summary>
    internal IByteRangeSource Open() =>
        _content is { } content ? new MemoryByteRangeSource(Path, content.AsMemory(0, (int)Digests.Size)) : new FileByteRangeSource(Path);

    /// <summary>From here on its bytes are on disk alone; called once they were looked at.</summary>
    internal void ForgetContent()
    {
        if (Interlocked.Exchange(ref _content, null) is { } content)
            ArrayPool<byte>.Shared.Return(content);
    }
}
