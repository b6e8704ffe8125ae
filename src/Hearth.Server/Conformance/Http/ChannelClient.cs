using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Hearth.Server.Conformance.Http;

/// <summary>
/// Asks a channel for files as clients do: follows redirects, and shows credentials to the channel's own origin only. What it reports of a
/// request carries no credential.
/// </summary>
internal sealed class ChannelClient : IDisposable
{
    /// <summary>The largest file that is held in memory whole: what clients cap a shard index at.</summary>
    public const int MostBytes = 128 << 20;

    private const int MostHops = 10;

    private readonly HttpClient _http;
    private readonly ConformanceOptions _options;
    private readonly string _root;

    public ChannelClient(ConformanceOptions options, CancellationToken cancellation)
    {
        _options = options;
        Cancellation = cancellation;
        IsTokenInPath = options.Token is not null && options.Channel.Contains(ConformanceOptions.TokenPlace, StringComparison.Ordinal);
        _root = new Uri(options.Channel.TrimEnd('/').Replace(ConformanceOptions.TokenPlace, options.Token ?? "", StringComparison.Ordinal) + "/").AbsoluteUri;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ConnectTimeout = options.Timeout,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    public CancellationToken Cancellation { get; }

    public bool IsTokenInPath { get; }

    public bool IsHttps => _root.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    public Uri UrlOf(string path) => new(_root + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    /// <summary>Resolves a reference in a file of the channel: a path below the channel, or an absolute URL.</summary>
    public string Resolve(string file, string reference)
    {
        // An empty reference means the folder of the file to every client, and the file itself to RFC 3986 § 5.2.2.
        var url = new Uri(UrlOf(file), reference.Length == 0 ? "./" : reference).AbsoluteUri;
        return url.StartsWith(_root, StringComparison.Ordinal) ? url[_root.Length..] : url;
    }

    /// <summary>A file name as clients put it into a URL: <c>+</c> and <c>!</c> stay as they are.</summary>
    public static string Escape(string file) =>
        Uri.EscapeDataString(file).Replace("%2B", "+", StringComparison.Ordinal).Replace("%21", "!", StringComparison.Ordinal);

    /// <summary>Asks for a file and reads its start, or all of it.</summary>
    /// <param name="method">GET or HEAD.</param>
    /// <param name="path">Below the channel, percent-encoded, sent as it is; or an absolute URL.</param>
    /// <param name="mostBytes">How much of the body to read.</param>
    /// <param name="headers">Further headers.</param>
    /// <exception cref="HttpRequestException">No answer, or not in time.</exception>
    public async Task<Reply> SendAsync(HttpMethod method, string path, int mostBytes, params (string Name, string Value)[] headers)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(_options.Timeout);
        try
        {
            var (answer, hops) = await FollowAsync(new Question(method, path, headers), limit.Token);
            using (answer)
            {
                var (body, isWhole) = await ReadAsync(answer, mostBytes, limit);
                return ReplyOf(TextOf(method, path, headers), answer, hops, body, isWhole);
            }
        }
        catch (OperationCanceledException e) when (!Cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {_options.Timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s to {TextOf(method, path, headers)}", e);
        }
    }

    /// <summary>A whole file; <see cref="Reply.IsWhole"/> is false if it is larger than <see cref="MostBytes"/>.</summary>
    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, MostBytes, headers);

    /// <summary>The headers of a file and its first bytes.</summary>
    public Task<Reply> PeekAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, 256, headers);

    public Task<Reply> HeadAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Head, path, 0, headers);

    /// <summary>A GET over one version of HTTP and no other; null if the server does not speak it.</summary>
    public async Task<Reply?> TryVersionAsync(string path, Version version)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            limit.CancelAfter(_options.Timeout);
            var (answer, hops) = await FollowAsync(new Question(HttpMethod.Get, path, []) { Version = version }, limit.Token);
            using (answer)
            {
                var (body, isWhole) = await ReadAsync(answer, 256, limit);
                return ReplyOf($"GET {path} over HTTP/{version}", answer, hops, body, isWhole);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !Cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>A GET without credentials.</summary>
    public async Task<Reply> AskAsStrangerAsync(string path)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(_options.Timeout);
        var (answer, hops) = await FollowAsync(new Question(HttpMethod.Get, path, []) { IsStranger = true }, limit.Token);
        using (answer)
            return ReplyOf($"GET {path} without credentials", answer, hops, [], isWhole: false);
    }

    /// <summary>Opens a file of any size; null unless the answer is 200. Whoever reads it waits at most the timeout for each piece.</summary>
    public async Task<Stream?> OpenAsync(string path)
    {
        var (answer, _) = await FollowAsync(new Question(HttpMethod.Get, path, []), Cancellation);
        if (answer.StatusCode == HttpStatusCode.OK)
            return new PatientStream(await answer.Content.ReadAsStreamAsync(Cancellation), answer, _options.Timeout, Cancellation);
        answer.Dispose();
        return null;
    }

    public void Dispose() => _http.Dispose();

    private async Task<(HttpResponseMessage Answer, IReadOnlyList<Uri> Hops)> FollowAsync(Question question, CancellationToken cancellation)
    {
        var home = UrlOf("");
        var target = question.Path.Contains("://", StringComparison.Ordinal) ? new Uri(question.Path) : UrlOf(question.Path);
        var hops = new List<Uri>();
        while (true)
        {
            using var request = Make(question, target, IsSameOrigin(target, home));
            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } location || hops.Count == MostHops)
                return (answer, hops);
            target = location.IsAbsoluteUri ? location : new Uri(target, location);
            hops.Add(new Uri(target.GetLeftPart(UriPartial.Path)));
            answer.Dispose();
        }
    }

    private HttpRequestMessage Make(Question question, Uri target, bool isHome)
    {
        var request = new HttpRequestMessage(question.Method, target) { Version = question.Version ?? HttpVersion.Version11 };
        if (question.Version is not null)
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("hearth-conformance", "1"));
        foreach (var (name, value) in question.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (!isHome || question.IsStranger)
            return request;
        foreach (var (name, value) in _options.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (_options.Token is { } token && !IsTokenInPath)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private async Task<(byte[] Body, bool IsWhole)> ReadAsync(HttpResponseMessage answer, int mostBytes, CancellationTokenSource limit)
    {
        using var body = await answer.Content.ReadAsStreamAsync(limit.Token);
        using var kept = new MemoryStream();
        var buffer = new byte[Math.Min(mostBytes + 1, 1 << 16)];
        while (kept.Length <= mostBytes)
        {
            var read = await body.ReadAsync(buffer, limit.Token);
            if (read == 0)
                return (kept.ToArray(), true);
            kept.Write(buffer, 0, read);
            limit.CancelAfter(_options.Timeout);
        }
        kept.SetLength(mostBytes);
        return (kept.ToArray(), false);
    }

    private static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Authority.Equals(other.Authority, StringComparison.OrdinalIgnoreCase);

    private static string TextOf(HttpMethod method, string path, (string Name, string Value)[] headers) =>
        $"{method} {(path.Contains("://", StringComparison.Ordinal) ? path.Split('?')[0] : path)}{string.Concat(headers.Select(header => $" [{header.Name}: {header.Value}]"))}";

    private static Reply ReplyOf(string request, HttpResponseMessage answer, IReadOnlyList<Uri> hops, byte[] body, bool isWhole) => new()
    {
        Request = request,
        Status = answer.StatusCode,
        Version = answer.Version,
        Headers = answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated)
            .GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.SelectMany(one => one.Value)), StringComparer.OrdinalIgnoreCase),
        Body = body,
        IsWhole = isWhole,
        Hops = hops,
    };

    private sealed record Question(HttpMethod Method, string Path, (string Name, string Value)[] Headers)
    {
        public Version? Version { get; init; }

        public bool IsStranger { get; init; }
    }
}
