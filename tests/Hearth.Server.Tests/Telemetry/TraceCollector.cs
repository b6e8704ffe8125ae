using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hearth.Server.Tests.Telemetry;

/// <summary>Takes traces as a collector does: OTLP over HTTP, in protobuf, read here by hand.</summary>
internal sealed class TraceCollector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _taking;

    public TraceCollector()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
        }
        _listener.Prefixes.Add(Address + "");
        _listener.Start();
        _taking = TakeAsync();
    }

    public Uri Address { get; }

    public ConcurrentQueue<ReceivedSpan> Spans { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _taking;
        _listener.Close();
    }

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                if (context.Request.Url!.AbsolutePath == "/v1/traces")
                    Read(body.ToArray());
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    // ExportTraceServiceRequest.resource_spans(1).scope_spans(2).spans(2)
    private void Read(byte[] request)
    {
        foreach (var resource in Fields(request).Where(field => field.Number == 1))
        {
            foreach (var scope in Fields(resource.Value).Where(field => field.Number == 2))
            {
                foreach (var span in Fields(scope.Value).Where(field => field.Number == 2))
                    Spans.Enqueue(SpanOf(span.Value));
            }
        }
    }

    // Span: trace_id 1, span_id 2, parent_span_id 4, name 5, attributes 9 (key 1, value 2).
    private static ReceivedSpan SpanOf(byte[] span)
    {
        var fields = Fields(span).ToLookup(field => field.Number, field => field.Value);
        var attributes = fields[9].Select(attribute => Fields(attribute).ToList()).ToDictionary(
            pair => Encoding.UTF8.GetString(pair.First(field => field.Number == 1).Value),
            pair => string.Concat(Fields(pair.First(field => field.Number == 2).Value).Select(value => value.Number == 1 ? Encoding.UTF8.GetString(value.Value) : Convert.ToHexString(value.Value))),
            StringComparer.Ordinal);
        return new ReceivedSpan(
            Convert.ToHexStringLower(fields[1].First()), Convert.ToHexStringLower(fields[2].First()), Convert.ToHexStringLower(fields[4].FirstOrDefault() ?? []), Encoding.UTF8.GetString(fields[5].First()), attributes);
    }

    private static IEnumerable<(int Number, byte[] Value)> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var start = at;
            switch (tag & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    start = at;
                    at += length;
                    break;
                default:
                    at += 4;
                    break;
            }
            yield return ((int)(tag >> 3), message[start..at]);
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }
}

/// <summary>A span as it arrived.</summary>
internal sealed record ReceivedSpan(string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Attributes);
