namespace Hearth.Channels.Blobs;

/// <summary>A blob that is being read.</summary>
/// <param name="Content">From the position asked for to the end; disposed by whoever opened the blob.</param>
/// <param name="Size">The bytes of the whole blob.</param>
public sealed record OpenedBlob(Stream Content, long Size) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
