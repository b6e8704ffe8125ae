using Hearth.Channels.Blobs;
using Hearth.Foundation.Streams;

namespace Hearth.Channels.Publish;

/// <summary>The pieces of an upload, read one after the other.</summary>
internal sealed class PieceStream(IBlobStore blobs, BlobSpace space, IReadOnlyList<UploadPiece> pieces) : AsyncReadOnlyStream
{
    private OpenedBlob? _open;
    private int _next;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_open is null)
            {
                if (_next == pieces.Count)
                    return 0;
                var piece = pieces[_next++];
                _open = await blobs.OpenAsync(space, piece.Sha256, 0, cancellationToken) ?? throw new IOException($"the piece {piece.Sha256} of an upload is gone");
            }
            if (await _open.Content.ReadAsync(buffer, cancellationToken) is var read and > 0)
                return read;
            await _open.DisposeAsync();
            _open = null;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_open is not null)
            await _open.DisposeAsync();
        await base.DisposeAsync();
    }
}
