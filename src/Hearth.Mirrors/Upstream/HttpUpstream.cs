using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Mirrors.Upstream;

/// <summary>
/// A channel by HTTP. Only named hosts are contacted, redirects included; credentials go to the channel's own origin only. What may pass
/// by itself is waited out: an answer that says to come back later, a connection that breaks, also in the middle of a body.
/// </summary>
public sealed class HttpUpstream : IUpstream
{
    private const int MostHops = 10;

    private static readonly ProductInfoHeaderValue Agent = new("hearth-mirror", "1");

    private readonly Uri _root;
    private readonly UpstreamTerms _terms;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;
    private readonly HashSet<string> _hosts;

    /// <param name="channel">The http or https URL of the channel.</param>
    /// <param name="terms">How to ask.</param>
    /// <param name="clock">Measures the pauses.</param>
    public HttpUpstream(Uri channel, UpstreamTerms terms, TimeProvider clock)
    {
        _root = new Uri(channel.AbsoluteUri.TrimEnd('/') + "/");
        _terms = terms;
        _clock = clock;
        _hosts = new HashSet<string>([_root.Host, .. terms.OtherHosts], StringComparer.OrdinalIgnoreCase);
        _http = new HttpClient(GuardedConnections.Open(terms)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public string Name => UrlSecrets.Redact(_root.AbsoluteUri.TrimEnd('/'));

    public async Task<UpstreamFile> OpenAsync(string reference, string? etag, string? via, CancellationToken cancellation)
    {
        var target = Resolve(reference);
        var answer = await AskAsync(target, new Conditions(etag, via), cancellation);
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            var tag = answer.Headers.ETag is { IsWeak: false } strong ? strong.ToString() : null;
            var size = answer.Content.Headers.ContentLength;
            return new UpstreamFile.Opened(new SteadyStream(answer, size, (from, stop) => GoOnAsync(target, new Conditions(tag, via, from), stop), _terms.Patience, () => UrlSecrets.Describe(target)), size, tag)
            {
                Feed = HeaderOf(answer, UpstreamFeed.Header),
                Revision = long.TryParse(HeaderOf(answer, UpstreamFeed.RevisionHeader), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null,
            };
        }
        answer.Dispose();
        // To a client that is let in, 403 means that there is no such file: object stores say so.
        if (answer.StatusCode == HttpStatusCode.Unauthorized || (answer.StatusCode == HttpStatusCode.Forbidden && (_terms.SignsAddresses || IsShownToken(target)))
            || (answer.StatusCode == HttpStatusCode.BadRequest && _terms.SignsAddresses))
            throw MirrorDiagnostics.NotLetIn.Refuse(UrlSecrets.Describe(target), string.Create(CultureInfo.InvariantCulture, $"the answer is {(int)answer.StatusCode} {UrlSecrets.RedactIn(answer.ReasonPhrase ?? "")}"));
        return answer.StatusCode == HttpStatusCode.NotModified ? new UpstreamFile.Unchanged() : new UpstreamFile.Absent();
    }

    public void Dispose() => _http.Dispose();

    private Uri Resolve(string reference)
    {
        if (!Uri.TryCreate(_root, reference, out var target))
            throw MirrorDiagnostics.NotWhatItSays.Refuse(Name, $"it leads to '{UrlSecrets.Redact(reference)}', which is no address");
        Check(target);
        return target;
    }

    // The rest of a body whose connection broke; null unless the server still has the very same file.
    private async Task<HttpResponseMessage?> GoOnAsync(Uri target, Conditions rest, CancellationToken cancellation)
    {
        if (rest.ETag is null)
            return null;
        var answer = await AskAsync(target, rest, cancellation);
        if (answer.StatusCode == HttpStatusCode.PartialContent && answer.Content.Headers.ContentRange?.From == rest.From)
            return answer;
        answer.Dispose();
        return null;
    }

    private async Task<HttpResponseMessage> AskAsync(Uri target, Conditions conditions, CancellationToken cancellation)
    {
        var pause = _terms.FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            var (answer, trouble) = await TryAsync(target, conditions, cancellation);
            if (answer is not null && IsFinal(answer.StatusCode))
                return answer;
            var asked = answer?.Headers.RetryAfter is { } after ? after.Delta ?? (after.Date - _clock.GetUtcNow()) : null;
            trouble ??= string.Create(CultureInfo.InvariantCulture, $"the answer is {(int)answer!.StatusCode} {UrlSecrets.RedactIn(answer.ReasonPhrase ?? "")}");
            answer?.Dispose();
            if (attempt == _terms.Attempts)
                throw MirrorDiagnostics.Unavailable.Refuse(UrlSecrets.Describe(target), string.Create(CultureInfo.InvariantCulture, $"{trouble}, {attempt} times"));
            var wait = asked is { } wish && wish > pause ? wish : pause;
            await Task.Delay(wait < _terms.LongestPause ? wait : _terms.LongestPause, _clock, cancellation);
            pause *= 2;
        }
    }

    private async Task<(HttpResponseMessage? Answer, string? Trouble)> TryAsync(Uri target, Conditions conditions, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_terms.Patience);
        try
        {
            return (await FollowAsync(target, conditions, limit.Token), null);
        }
        catch (HttpRequestException e) when (e.InnerException is BadInputException refused)
        {
            throw refused;
        }
        catch (HttpRequestException e)
        {
            return (null, e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"no answer within {_terms.Patience.TotalSeconds:0.#} s"));
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(Uri target, Conditions conditions, CancellationToken cancellation)
    {
        for (var hops = 0; ; hops++)
        {
            using var request = Make(target, conditions);
            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } location)
                return answer;
            answer.Dispose();
            if (hops == MostHops)
                throw MirrorDiagnostics.NotWhatItSays.Refuse(UrlSecrets.Describe(target), string.Create(CultureInfo.InvariantCulture, $"there are more than {MostHops} redirects"));
            target = new Uri(target, location);
            Check(target);
        }
    }

    private HttpRequestMessage Make(Uri target, Conditions conditions)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.UserAgent.Add(Agent);
        if (conditions.Via is { } via)
            request.Headers.TryAddWithoutValidation("Via", via);
        if (conditions.From is { } from)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            request.Headers.TryAddWithoutValidation("If-Range", conditions.ETag);
        }
        else if (conditions.ETag is { } etag)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        }
        if (IsShownToken(target))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _terms.Token);
        else if (target.UserInfo.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(target.UserInfo))));
        return request;
    }

    private bool IsShownToken(Uri target) => _terms.Token is not null && target.Scheme == _root.Scheme && target.Authority == _root.Authority;

    private void Check(Uri target)
    {
        if (target.Scheme is not ("http" or "https") || !(_hosts.Contains(target.Host) || _terms.AllowsHost(target.Host)))
            throw MirrorDiagnostics.HostNotNamed.Refuse(Name, $"it leads to '{UrlSecrets.Describe(target)}'", $"if that is right: --allow-host {target.Host}");
        if (_root.Scheme == "https" && target.Scheme == "http")
            throw MirrorDiagnostics.HostNotNamed.Refuse(Name, $"it leads from https to http, at '{target.Host}'");
    }

    private static bool IsFinal(HttpStatusCode status) => status switch
    {
        HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.NotModified => true,
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => false,
        // A mirror that would have to ask us. Asking it once more leads round once more.
        HttpStatusCode.LoopDetected => true,
        // What no client would take for "there is no such file" either is trouble with the server (wire-formats §3).
        _ => (int)status is >= 400 and < 500,
    };

    private static string? HeaderOf(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.First() : null;

    private readonly record struct Conditions(string? ETag = null, string? Via = null, long? From = null);
}
