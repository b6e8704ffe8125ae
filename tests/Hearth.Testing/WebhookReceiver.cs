using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Hearth.Testing;

/// <summary>A program on this machine that webhooks post to. It answers as told, and keeps what it was sent.</summary>
public sealed class WebhookReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _stop = new();

    public WebhookReceiver()
    {
        var port = FreePort();
        Url = $"http://127.0.0.1:{port}/hook";
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _ = AnswerAsync();
    }

    public string Url { get; }

    /// <summary>The status of each answer from now on.</summary>
    public int Status { get; set; } = 204;

    /// <summary>How long it thinks before it answers.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>What it was sent, oldest first.</summary>
    public ConcurrentQueue<(IReadOnlyDictionary<string, string> Headers, byte[] Body)> Received { get; } = [];

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Close();
        _stop.Dispose();
    }

    private async Task AnswerAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body, _stop.Token);
                Received.Enqueue((context.Request.Headers.AllKeys.ToDictionary(key => key!, key => context.Request.Headers[key]!), body.ToArray()));
                await Task.Delay(Delay, _stop.Token);
                context.Response.StatusCode = Status;
                if (Status is >= 300 and < 400)
                    context.Response.RedirectLocation = Url;
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
            {
                // The sender went, or the test is over.
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
