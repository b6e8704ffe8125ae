using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Hearth.Foundation.Streams;

namespace Hearth.Server.Dialects.S3;

/// <summary>
/// The content of a body in AWS's chunked form: each chunk has a line with its length and signature before it. The signatures
/// are left aside: the artifact's own digest says whether the bytes are right.
/// </summary>
internal sealed class AwsChunkedStream(PipeReader source) : AsyncReadOnlyStream
{
    private const int MostBytesOfLine = 1024;

    private long _left;
    private bool _started;
    private bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0 && !_ended)
            await ReadHeadAsync(cancellationToken);
        if (_ended)
            return 0;
        var result = await source.ReadAsync(cancellationToken);
        var count = (int)Math.Min(Math.Min(buffer.Length, _left), result.Buffer.Length);
        if (count == 0)
            throw Broken("it ends within a chunk");
        result.Buffer.Slice(0, count).CopyTo(buffer.Span);
        source.AdvanceTo(result.Buffer.GetPosition(count));
        _left -= count;
        return count;
    }

    private async Task ReadHeadAsync(CancellationToken cancellation)
    {
        if (_started && await ReadLineAsync(cancellation) is { Length: > 0 })
            throw Broken("a chunk is longer than its length says");
        _started = true;
        var head = await ReadLineAsync(cancellation);
        if (!long.TryParse(head.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left) || _left < 0)
            throw Broken("the length of a chunk is not a number");
        if (_left > 0)
            return;
        _ended = true;
        // What follows the last chunk are checksums of kinds that a channel has no use for.
        while (await source.ReadAsync(cancellation) is { IsCompleted: false } rest)
            source.AdvanceTo(rest.Buffer.End);
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var result = await source.ReadAsync(cancellation);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.ASCII.GetString(result.Buffer.Slice(0, end)).TrimEnd('\r');
                source.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line;
            }
            if (result.IsCompleted || result.Buffer.Length > MostBytesOfLine)
                throw Broken("the line before a chunk does not end");
            source.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static Foundation.Diagnostics.BadInputException Broken(string how) => ServerDiagnostics.BadRequest.Refuse(null, $"the body is not in chunks as aws-chunked wants: {how}");
}
