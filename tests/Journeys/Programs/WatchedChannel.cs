using System.Collections.Concurrent;
using System.Net;

namespace Journeys.Programs;

/// <summary>
/// Stands between a client and a server on the loopback interface, passes everything through, and remembers what was asked for.
/// It can also hide files, so that a client has to do without them.
/// </summary>
public sealed class WatchedChannel : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _upstream;
    private readonly Func<string, bool> _hides;
    private readonly ConcurrentQueue<Request> _requests = new();
    private readonly Task _work;

    /// <param name="upstream">The channel to watch.</param>
    /// <param name="hides">The paths to answer with 404, below the channel and without leading slash.</param>
    public WatchedChannel(Uri upstream, Func<string, bool>? hides = null)
    {
        _upstream = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = upstream };
        _hides = hides ?? (_ => false);
        Url = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        _listener.Prefixes.Add(Url.AbsoluteUri);
        _listener.Start();
        _work = AnswerAllAsync();
    }

    public Uri Url { get; }

    /// <summary>What was asked for so far, in the order of the answers.</summary>
    public IReadOnlyCollection<Request> Requests => _requests;

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _work;
        _upstream.Dispose();
    }

    private async Task AnswerAllAsync()
    {
        var answers = new List<Task>();
        try
        {
            while (true)
                answers.Add(AnswerAsync(await _listener.GetContextAsync()));
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            await Task.WhenAll(answers);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath[1..];
        using var response = context.Response;
        if (_hides(path))
            response.StatusCode = 404;
        else
            await PassThroughAsync(path, context);
        _requests.Enqueue(new Request(context.Request.HttpMethod, path, response.StatusCode));
    }

    private async Task PassThroughAsync(string path, HttpListenerContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), path);
        foreach (var name in context.Request.Headers.AllKeys.Where(name => name is not (null or "Host" or "Connection")))
            request.Headers.TryAddWithoutValidation(name!, context.Request.Headers[name]);
        using var answer = await _upstream.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (name is not ("Content-Length" or "Transfer-Encoding" or "Connection"))
                context.Response.Headers[name] = string.Join(", ", values);
        }
        if (context.Request.HttpMethod == "HEAD")
            return;
        context.Response.ContentLength64 = body.Length;
        await context.Response.OutputStream.WriteAsync(body);
    }
}
