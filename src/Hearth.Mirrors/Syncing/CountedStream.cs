using Hearth.Foundation.Streams;

namespace Hearth.Mirrors.Syncing;

/// <summary>A download whose bytes are counted, and held to a rate.</summary>
internal sealed class CountedStream(Stream content, Throttle? throttle, Action<int> count) : AsyncReadOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (throttle is not null && buffer.Length > throttle.MostAtOnce)
            buffer = buffer[..throttle.MostAtOnce];
        var read = await content.ReadAsync(buffer, cancellationToken);
        count(read);
        if (throttle is not null)
            await throttle.PayAsync(read, cancellationToken);
        return read;
    }
}
