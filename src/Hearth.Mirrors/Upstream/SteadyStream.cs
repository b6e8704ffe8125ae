using System.Globalization;
using Hearth.Foundation.Streams;

namespace Hearth.Mirrors.Upstream;

/// <summary>
/// A body that goes on where a broken connection left it, as long as the server still has the same file, and that ends with an error
/// if it is shorter than it was said to be.
/// </summary>
internal sealed class SteadyStream(
    HttpResponseMessage answer, long? size, Func<long, CancellationToken, Task<HttpResponseMessage?>> goOn, TimeSpan patience, Func<string> file) : AsyncReadOnlyStream
{
    private const int MostBreaks = 20;

    private HttpResponseMessage _answer = answer;
    private Stream? _body;
    private long _position;
    private int _breaks;
    private CancellationTokenSource? _limit;
    private CancellationToken _caller;

    public override long Length => size ?? throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                var read = await ReadPieceAsync(buffer, cancellationToken);
                if (read == 0 && size is { } whole && _position < whole && !buffer.IsEmpty)
                    throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{file()}: it ends after {_position} of {whole} bytes"));
                _position += read;
                return read;
            }
            catch (Exception e) when (e is IOException or HttpRequestException && ++_breaks <= MostBreaks)
            {
                if (await goOn(_position, cancellationToken) is not { } rest)
                    throw e is IOException ? e : new IOException(e.Message, e);
                _answer.Dispose();
                (_answer, _body) = (rest, null);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _answer.Dispose();
            _limit?.Dispose();
        }
        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadPieceAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        var limit = Limit(cancellation);
        try
        {
            _body ??= await _answer.Content.ReadAsStreamAsync(limit);
            return await _body.ReadAsync(buffer, limit);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{file()}: no bytes for {patience.TotalSeconds:0.#} s"), e);
        }
    }

    // The pieces of a body mostly come to one caller, who waits for each of them anew.
    private CancellationToken Limit(CancellationToken cancellation)
    {
        if (_limit is null || _caller != cancellation || !_limit.TryReset())
        {
            _limit?.Dispose();
            (_limit, _caller) = (CancellationTokenSource.CreateLinkedTokenSource(cancellation), cancellation);
        }
        _limit.CancelAfter(patience);
        return _limit.Token;
    }
}
