using System.Globalization;
using Hearth.Foundation.Streams;

namespace Hearth.Mirrors.Sources;

/// <summary>
/// A download that is given up where it hardly moves. A server that sends a byte now and then is never silent, and would hold its place in the queue for as long as it
/// likes.
/// </summary>
/// <param name="content">The bytes.</param>
/// <param name="fewest">The fewest bytes that each minute must bring, as <see cref="Git.GitProgram"/> asks of repositories.</param>
/// <param name="clock">Measures minutes.</param>
internal sealed class PacedStream(Stream content, long fewest, TimeProvider clock) : AsyncReadOnlyStream
{
    private static readonly TimeSpan Stretch = TimeSpan.FromMinutes(1);

    private long _since = clock.GetTimestamp();
    private long _bytes;

    /// <exception cref="IOException">A minute brought too little.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await content.ReadAsync(buffer, cancellationToken);
        _bytes += read;
        if (read == 0 || clock.GetElapsedTime(_since) < Stretch)
            return read;
        if (_bytes < fewest)
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"it gives fewer than {fewest} bytes a minute"));
        (_since, _bytes) = (clock.GetTimestamp(), 0);
        return read;
    }
}
