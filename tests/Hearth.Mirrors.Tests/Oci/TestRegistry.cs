using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Oci;

namespace Hearth.Mirrors.Tests.Oci;

/// <summary>A registry at loopback that does what the distribution specification says, and misbehaves where a test wants it to.</summary>
internal sealed class TestRegistry : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, byte[]> _uploads = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly Task _serving;
    private int _next;

    public TestRegistry()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Host = $"127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }
        _listener.Prefixes.Add($"http://{Host}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Host { get; }

    /// <summary>Blobs by <c>repository@sha256:HEX</c>.</summary>
    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new();

    /// <summary>Manifests by <c>repository:tag</c>.</summary>
    public ConcurrentDictionary<string, byte[]> Manifests { get; } = new();

    /// <summary>What was asked for: <c>METHOD path?query</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>What was sent as <c>Authorization</c>.</summary>
    public ConcurrentQueue<string?> Credentials { get; } = [];

    /// <summary>The user and the password that the token service wants; null lets everyone in without a token.</summary>
    public string? Login { get; set; }

    /// <summary>The token that is good now.</summary>
    public string Token { get; set; } = "first";

    /// <summary>Where the token service says that it is.</summary>
    public string? Realm { get; set; }

    /// <summary>Whether user and password are wanted themselves, without a token.</summary>
    public bool WantsBasic { get; set; }

    /// <summary>Answers in place of the registry; the second value is <c>METHOD path</c>, the third counts these, from 1.</summary>
    public Func<HttpListenerContext, string, int, bool> Misbehave { get; set; } = (_, _, _) => false;

    public RegistryAddress Address(string path = "channels/forge") => RegistryAddress.Parse($"oci://{Host}/{path}");

    public void Dispose()
    {
        _listener.Close();
        _serving.GetAwaiter().GetResult();
    }

    public static void Answer(HttpListenerContext context, int status, string? code = null)
    {
        context.Response.StatusCode = status;
        if (code is not null && context.Request.HttpMethod != "HEAD")
            context.Response.OutputStream.Write(Encoding.UTF8.GetBytes($$"""{"errors":[{"code":"{{code}}","message":"as the test wants it"}]}"""));
        context.Response.Close();
    }

    private async Task ServeAsync()
    {
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
            _ = Task.Run(() => Handle(context));
        }
    }

    private void Handle(HttpListenerContext context)
    {
        var request = $"{context.Request.HttpMethod} {context.Request.Url!.AbsolutePath}";
        Asked.Enqueue($"{context.Request.HttpMethod} {context.Request.Url.PathAndQuery}");
        Credentials.Enqueue(context.Request.Headers["Authorization"]);
        try
        {
            if (Misbehave(context, request, _counts.AddOrUpdate(request, 1, (_, count) => count + 1)))
                return;
            if (context.Request.Url.AbsolutePath == "/token")
                GiveToken(context);
            else if (!IsLetIn(context))
                Challenge(context);
            else
                Serve(context, context.Request.Url.AbsolutePath["/v2/".Length..]);
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException or ProtocolViolationException or InvalidOperationException)
        {
            // The client went away, or the test ended.
        }
    }

    private bool IsLetIn(HttpListenerContext context) =>
        Login is null || context.Request.Headers["Authorization"] == (WantsBasic ? Basic : $"Bearer {Token}");

    private string Basic => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Login!));

    private void Challenge(HttpListenerContext context)
    {
        context.Response.Headers["WWW-Authenticate"] = WantsBasic ? "Basic realm=\"test\"" : $"Bearer realm=\"{Realm ?? $"http://{Host}/token"}\",service=\"test registry\",scope=\"repository:x:pull\"";
        Answer(context, 401, "UNAUTHORIZED");
    }

    private void GiveToken(HttpListenerContext context)
    {
        if (context.Request.Headers["Authorization"] != Basic)
            Answer(context, 401, "UNAUTHORIZED");
        else
            Give(context, Encoding.UTF8.GetBytes($$"""{"token":"{{Token}}","expires_in":300}"""));
    }

    private void Serve(HttpListenerContext context, string path)
    {
        var method = context.Request.HttpMethod;
        if (path.EndsWith("/tags/list", StringComparison.Ordinal))
            GiveTags(context, path[..^"/tags/list".Length]);
        else if (path.IndexOf("/blobs/uploads/", StringComparison.Ordinal) is > 0 and var uploads)
            Upload(context, path[..uploads], path[(uploads + "/blobs/uploads/".Length)..]);
        else if (path.IndexOf("/blobs/", StringComparison.Ordinal) is > 0 and var blobs)
            GiveOr404(context, Blobs, $"{path[..blobs]}@{path[(blobs + "/blobs/".Length)..]}", "BLOB_UNKNOWN");
        else if (path.IndexOf("/manifests/", StringComparison.Ordinal) is > 0 and var manifests && method == "PUT")
            PutManifest(context, path[..manifests], path[(manifests + "/manifests/".Length)..]);
        else if (path.IndexOf("/manifests/", StringComparison.Ordinal) is > 0 and var at)
            GiveOr404(context, Manifests, $"{path[..at]}:{path[(at + "/manifests/".Length)..]}", "MANIFEST_UNKNOWN");
        else
            Answer(context, 404, "NAME_UNKNOWN");
    }

    private void Upload(HttpListenerContext context, string repository, string id)
    {
        var query = context.Request.QueryString;
        switch (context.Request.HttpMethod)
        {
            case "POST" when query["mount"] is { } mounted && query["from"] is { } from && Blobs.TryGetValue($"{from}@{mounted}", out var blob):
                Blobs[$"{repository}@{mounted}"] = blob;
                Answer(context, 201);
                return;
            case "POST":
                id = Interlocked.Increment(ref _next).ToString(CultureInfo.InvariantCulture);
                _uploads[id] = [];
                Locate(context, repository, id, 202);
                return;
            case var _ when !_uploads.ContainsKey(id):
                Answer(context, 404, "BLOB_UPLOAD_UNKNOWN");
                return;
            case "GET":
                Locate(context, repository, id, 204);
                return;
        }
        _uploads[id] = [.. _uploads[id], .. Read(context)];
        if (context.Request.HttpMethod == "PATCH")
        {
            Locate(context, repository, id, 202);
            return;
        }
        _uploads.TryRemove(id, out var whole);
        if (OciDescriptor.Text(Sha256.Of(whole)) != query["digest"])
        {
            Answer(context, 400, "DIGEST_INVALID");
            return;
        }
        Blobs[$"{repository}@{query["digest"]}"] = whole!;
        context.Response.Headers["Docker-Content-Digest"] = query["digest"];
        Answer(context, 201);
    }

    private void Locate(HttpListenerContext context, string repository, string id, int status)
    {
        context.Response.Headers["Location"] = $"/v2/{repository}/blobs/uploads/{id}?state=s{id}";
        if (_uploads[id].Length > 0)
            context.Response.Headers["Range"] = $"0-{_uploads[id].Length - 1}";
        Answer(context, status);
    }

    private void PutManifest(HttpListenerContext context, string repository, string tag)
    {
        var json = Read(context);
        using var manifest = System.Text.Json.JsonDocument.Parse(json);
        var blobs = manifest.RootElement.GetProperty("layers").EnumerateArray().Append(manifest.RootElement.GetProperty("config")).Select(blob => blob.GetProperty("digest").GetString());
        if (blobs.Any(digest => !Blobs.ContainsKey($"{repository}@{digest}")))
        {
            Answer(context, 400, "MANIFEST_BLOB_UNKNOWN");
            return;
        }
        Manifests[$"{repository}:{tag}"] = json;
        Answer(context, 201);
    }

    private void GiveTags(HttpListenerContext context, string repository)
    {
        var tags = Manifests.Keys.Where(key => key.StartsWith(repository + ":", StringComparison.Ordinal)).Select(key => key[(repository.Length + 1)..]).Order(StringComparer.Ordinal);
        var page = tags.Where(tag => string.CompareOrdinal(tag, context.Request.QueryString["last"] ?? "") > 0).Take(3).ToList();
        if (page.Count == 3)
            context.Response.Headers["Link"] = $"</v2/{repository}/tags/list?last={page[^1]}&n=3>; rel=\"next\"";
        Give(context, Encoding.UTF8.GetBytes($$"""{"name":"{{repository}}","tags":[{{string.Join(',', page.Select(tag => $"\"{tag}\""))}}]}"""));
    }

    private static void GiveOr404(HttpListenerContext context, ConcurrentDictionary<string, byte[]> from, string key, string code)
    {
        if (from.TryGetValue(key, out var bytes))
            Give(context, bytes);
        else
            Answer(context, 404, context.Request.HttpMethod == "HEAD" ? null : code);
    }

    /// <summary>Gives all bytes, or those from the range on; breaks the connection after so many.</summary>
    public static void Give(HttpListenerContext context, byte[] bytes, int? breakAfter = null)
    {
        var from = 0;
        if (context.Request.Headers["Range"] is { } range)
        {
            from = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            context.Response.StatusCode = 206;
            context.Response.Headers["Content-Range"] = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}";
        }
        context.Response.ContentLength64 = bytes.Length - from;
        if (context.Request.HttpMethod == "HEAD")
        {
            context.Response.Close();
            return;
        }
        var length = Math.Min(breakAfter ?? int.MaxValue, bytes.Length - from);
        context.Response.OutputStream.Write(bytes, from, length);
        context.Response.OutputStream.Flush();
        if (length < bytes.Length - from)
            context.Response.Abort();
        else
            context.Response.Close();
    }

    private static byte[] Read(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        context.Request.InputStream.CopyTo(body);
        return body.ToArray();
    }
}
