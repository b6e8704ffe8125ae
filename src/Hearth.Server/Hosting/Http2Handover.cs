using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Hearth.Server.Hosting;

/// <summary>
/// HTTP/2 without TLS on the port of HTTP/1.1. Kestrel speaks one of the two at an endpoint where no TLS handshake chooses, so
/// a second endpoint exists inside this process only: connections that open with the preface of HTTP/2 (RFC 9113 §3.3, "prior
/// knowledge") are handed over to it.
/// </summary>
internal sealed class Http2Handover(TimeSpan firstBytesWithin) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>The endpoint inside the process; listen at it for HTTP/2 alone.</summary>
    public static readonly EndPoint Inside = new InsideEndPoint();

    private readonly Channel<HandedOverConnection> _connections = Channel.CreateUnbounded<HandedOverConnection>();

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>The step in the pipeline of the outer endpoint that sorts connections.</summary>
    public ConnectionDelegate Sort(ConnectionDelegate next) => async connection =>
    {
        // Until a protocol reads, none of Kestrel's own time limits watches over the connection.
        using var patience = new CancellationTokenSource(firstBytesWithin);
        bool isHttp2;
        try
        {
            isHttp2 = await StartsWithPrefaceAsync(connection.Transport.Input, patience.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        var handedOver = new HandedOverConnection(connection);
        if (isHttp2 && _connections.Writer.TryWrite(handedOver))
        {
            await handedOver.Ended;
            return;
        }
        // One request after the other, so that one can be answered elsewhere without the rest.
        PromptSockets.Prefer(connection);
        await next(connection);
    };

    public bool CanBind(EndPoint endpoint) => endpoint is InsideEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(new Listener(_connections));

    private static async ValueTask<bool> StartsWithPrefaceAsync(PipeReader input, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellation);
            var start = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, Preface.Length));
            var isPossible = Preface.StartsWith(start.ToArray());
            var isDecided = !isPossible || start.Length == Preface.Length || read.IsCompleted;
            // Nothing is consumed: whoever goes on reads it all again.
            input.AdvanceTo(read.Buffer.Start, isDecided ? read.Buffer.Start : read.Buffer.End);
            if (isDecided)
                return isPossible && start.Length == Preface.Length;
        }
    }

    private sealed class InsideEndPoint : EndPoint
    {
        public override string ToString() => "http://http2.inside";
    }

    private sealed class Listener(Channel<HandedOverConnection> connections) : IConnectionListener
    {
        public EndPoint EndPoint => Inside;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
            await connections.Reader.WaitToReadAsync(cancellationToken) && connections.Reader.TryRead(out var next) ? next : null;

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            connections.Writer.TryComplete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => UnbindAsync();
    }
}
