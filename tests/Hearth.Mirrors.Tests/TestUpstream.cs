using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Hearth.Channels.Indexing;
using Hearth.Testing;

namespace Hearth.Mirrors.Tests;

/// <summary>A channel server at loopback that gives out a folder, and misbehaves where a test wants it to.</summary>
internal sealed class TestUpstream : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Task _serving;

    public TestUpstream()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/forge");
        }
        _listener.Prefixes.Add(Url.GetLeftPart(UriPartial.Authority) + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Url { get; }

    public string Folder => _folder.Path;

    /// <summary>Paths that were asked for, below the channel.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>What was sent as <c>Authorization</c>.</summary>
    public ConcurrentQueue<string?> Credentials { get; } = [];

    /// <summary>Answers in place of the folder; false leaves it to the folder. The second value counts the requests for this path, from 1.</summary>
    public Func<HttpListenerContext, string, int, bool> Misbehave { get; set; } = (_, _, _) => false;

    /// <summary>Fills the folder with packages and makes it a channel.</summary>
    public void Publish(params IEnumerable<(string Subdir, TinyPackage Package)> packages)
    {
        foreach (var (subdir, package) in packages)
            package.WriteTo(Path.Combine(Folder, subdir));
        new FolderIndexer(new IndexOptions { Folder = Folder }, TimeProvider.System).Run();
    }

    /// <summary>Takes files away, as a server that has no shards, or no documents, would.</summary>
    public void Without(string pattern)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, pattern, SearchOption.AllDirectories))
            File.Delete(file);
    }

    public void Dispose()
    {
        _listener.Close();
        _serving.GetAwaiter().GetResult();
        _folder.Dispose();
    }

    private async Task ServeAsync()
    {
        var counts = new ConcurrentDictionary<string, int>();
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            var path = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath)[Url.AbsolutePath.Length..].TrimStart('/');
            Asked.Enqueue(path);
            Credentials.Enqueue(context.Request.Headers["Authorization"]);
            _ = Task.Run(() => Answer(context, path, counts.AddOrUpdate(path, 1, (_, count) => count + 1)));
        }
    }

    private void Answer(HttpListenerContext context, string path, int count)
    {
        try
        {
            if (Misbehave(context, path, count))
                return;
            var file = Path.Combine(Folder, path);
            if (File.Exists(file))
                Give(context, File.ReadAllBytes(file));
            else
                Status(context, 404);
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException or ProtocolViolationException)
        {
            // The client went away, or the test ended.
        }
    }

    public static void Status(HttpListenerContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Close();
    }

    public static void Redirect(HttpListenerContext context, string target)
    {
        context.Response.StatusCode = 302;
        context.Response.RedirectLocation = target;
        context.Response.Close();
    }

    /// <summary>A whole file, or the range asked for, with an ETag.</summary>
    public static void Give(HttpListenerContext context, byte[] bytes, int? breakAfter = null)
    {
        var etag = $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))[..16]}\"";
        context.Response.Headers["ETag"] = etag;
        if (context.Request.Headers["If-None-Match"] == etag)
        {
            Status(context, 304);
            return;
        }
        var from = 0;
        if (context.Request.Headers["Range"] is { } range && context.Request.Headers["If-Range"] == etag)
        {
            from = int.Parse(range["bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture);
            context.Response.StatusCode = 206;
            context.Response.Headers["Content-Range"] = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}";
        }
        context.Response.ContentLength64 = bytes.Length - from;
        var length = Math.Min(breakAfter ?? int.MaxValue, bytes.Length - from);
        context.Response.OutputStream.Write(bytes, from, length);
        context.Response.OutputStream.Flush();
        if (length < bytes.Length - from)
            context.Response.Abort();
        else
            context.Response.Close();
    }
}
