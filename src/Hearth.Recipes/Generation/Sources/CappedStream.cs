using Hearth.Foundation.Streams;

namespace Hearth.Recipes.Generation.Sources;

/// <summary>A stream that is read forward and ends with an error once more bytes came than are allowed.</summary>
internal sealed class CappedStream(Stream inner, long most) : ReadOnlyStream
{
    private long _read;

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, cancellationToken));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        _read += read;
        return _read <= most ? read : throw new InvalidDataException($"more than {most} bytes once unpacked");
    }
}
