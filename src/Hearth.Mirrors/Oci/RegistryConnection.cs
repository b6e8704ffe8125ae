using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Oci;

/// <summary>
/// Requests to one registry. Credentials go to its own origin only; redirects and upload addresses lead to named hosts only. What may pass by
/// itself is waited out, and a token that has ended is asked for again.
/// </summary>
internal sealed class RegistryConnection : IDisposable
{
    private const int MostHops = 10;
    private const int MaxError = 1 << 16;

    // A registry looks at what it was sent before it answers; one that keeps its blobs elsewhere copies it there first.
    private const int PatienceBehindBody = 10;

    private readonly RegistryAddress _address;
    private readonly UpstreamTerms _terms;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;
    private readonly RegistryTokens _tokens;

    public RegistryConnection(RegistryAddress address, UpstreamTerms terms, RegistryLogin? login, TimeProvider clock)
    {
        (_address, _terms, _clock) = (address, terms, clock);
        _http = new HttpClient(GuardedConnections.Open(terms)) { Timeout = Timeout.InfiniteTimeSpan };
        _tokens = new RegistryTokens(address, terms, login, _http, clock);
    }

    public UpstreamTerms Terms => _terms;

    /// <summary>Asks until there is an answer that settles it: done, not there, or no.</summary>
    /// <exception cref="BadInputException">There was none after several attempts, or a redirect leads where it may not.</exception>
    public Task<HttpResponseMessage> AskAsync(RegistryRequest request, CancellationToken cancellation) =>
        PersistAsync(stop => TryAsync(request, stop), UrlSecrets.Describe(request.Target), cancellation);

    /// <summary>Does something until it does not end in trouble.</summary>
    /// <exception cref="BadInputException">It did, several times.</exception>
    public async Task<T> PersistAsync<T>(Func<CancellationToken, Task<T>> work, string what, CancellationToken cancellation)
    {
        var pause = _terms.FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work(cancellation);
            }
            catch (RegistryTroubleException e) when (attempt == _terms.Attempts)
            {
                throw (e.IsRefusal ? MirrorDiagnostics.RegistryRefuses : MirrorDiagnostics.Unavailable)
                    .Refuse(what, string.Create(CultureInfo.InvariantCulture, $"{e.Message}, {attempt} times"));
            }
            catch (RegistryTroubleException e)
            {
                var wait = e.Pause is { } wish && wish > pause ? wish : pause;
                await Task.Delay(wait < _terms.LongestPause ? wait : _terms.LongestPause, _clock, cancellation);
                pause *= 2;
            }
        }
    }

    /// <summary>Asks once, with credentials as they are needed.</summary>
    /// <exception cref="RegistryTroubleException">There was no answer, or one that says to come back.</exception>
    public async Task<HttpResponseMessage> TryAsync(RegistryRequest request, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_terms.Patience);
        try
        {
            var answer = await FollowAsync(request, limit);
            if (answer.StatusCode == HttpStatusCode.Unauthorized && _tokens.Learn(request.Scope, ChallengeOf(answer)))
            {
                answer.Dispose();
                limit.CancelAfter(_terms.Patience);
                answer = await FollowAsync(request, limit);
            }
            return await JudgeAsync(answer, request, limit.Token);
        }
        catch (HttpRequestException e) when (e.InnerException is BadInputException refused)
        {
            throw refused;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new RegistryTroubleException(e.InnerException?.Message ?? e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new RegistryTroubleException(string.Create(CultureInfo.InvariantCulture, $"no answer within {_terms.Patience.TotalSeconds:0.#} s"));
        }
    }

    /// <summary>An address that an answer names.</summary>
    /// <exception cref="BadInputException">It leads where it may not.</exception>
    public Uri Resolve(Uri from, Uri location)
    {
        var target = new Uri(from, location);
        if (target.Scheme is not ("http" or "https") || (!target.Host.Equals(_address.Root.Host, StringComparison.OrdinalIgnoreCase) && !_terms.OtherHosts.Contains(target.Host, StringComparer.OrdinalIgnoreCase)))
            throw MirrorDiagnostics.HostNotNamed.Refuse(_address.Host, $"it leads to '{UrlSecrets.Describe(target)}'", $"if that is right: --allow-host {target.Host}");
        if (_address.Root.Scheme == "https" && target.Scheme == "http")
            throw MirrorDiagnostics.HostNotNamed.Refuse(_address.Host, $"it leads from https to http, at '{target.Host}'");
        return target;
    }

    /// <summary>What a registry says of a failure, in one line. Addresses that it names show no secrets.</summary>
    public static async Task<string> ExplainAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"the registry answers {(int)answer.StatusCode} {answer.ReasonPhrase}");
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
            var errors = JsonSerializer.Deserialize(await Bounded.ReadAsync(body, MaxError, "", cancellation), OciJson.Default.RegistryErrors)?.Errors ?? [];
            return UrlSecrets.RedactIn(errors is [{ } first, ..] ? $"{status}: {first.Code}, {first.Message}" : status);
        }
        catch (Exception e) when (e is JsonException or BadInputException)
        {
            return UrlSecrets.RedactIn(status);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> JudgeAsync(HttpResponseMessage answer, RegistryRequest request, CancellationToken cancellation)
    {
        var status = (int)answer.StatusCode;
        if (status is 408 or 429 or >= 500)
        {
            using (answer)
            {
                var after = answer.Headers.RetryAfter is { } retry ? retry.Delta ?? (retry.Date - _clock.GetUtcNow()) : null;
                throw new RegistryTroubleException(await ExplainAsync(answer, cancellation), after);
            }
        }
        if (status is not (401 or 403))
            return answer;
        using (answer)
            throw MirrorDiagnostics.RegistryLogin.Refuse(UrlSecrets.Describe(request.Target), await ExplainAsync(answer, cancellation), "give a credential with --token-file, or sign in with a registry's tool");
    }

    private async Task<HttpResponseMessage> FollowAsync(RegistryRequest request, CancellationTokenSource limit)
    {
        var target = request.Target;
        for (var hops = 0; ; hops++)
        {
            using var message = await MakeAsync(request, target, limit);
            var answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } location)
                return answer;
            answer.Dispose();
            if (hops == MostHops)
                throw MirrorDiagnostics.NotWhatItSays.Refuse(UrlSecrets.Describe(target), string.Create(CultureInfo.InvariantCulture, $"there are more than {MostHops} redirects"));
            target = Resolve(target, location);
        }
    }

    private async Task<HttpRequestMessage> MakeAsync(RegistryRequest request, Uri target, CancellationTokenSource limit)
    {
        var message = new HttpRequestMessage(request.Method, target);
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("hearth", "1"));
        if (request.Accept is { } accept)
            message.Headers.TryAddWithoutValidation("Accept", accept);
        if (request.From is > 0 and var from)
            message.Headers.Range = new RangeHeaderValue(from, null);
        if (target.Scheme == _address.Root.Scheme && target.Authority == _address.Root.Authority)
            message.Headers.Authorization = await _tokens.OfAsync(request.Scope, limit.Token);
        if (request.Content is { } content)
        {
            message.Content = await content(limit.Token);
            if (message.Content is SteadyContent steady)
                steady.Moved = () => limit.CancelAfter(_terms.Patience * PatienceBehindBody);
        }
        return message;
    }

    private static RegistryChallenge? ChallengeOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("WWW-Authenticate", out var values)
            ? values.Select(value => RegistryChallenge.TryParse(value, out var challenge) ? challenge : null).OfType<RegistryChallenge>().OrderBy(challenge => challenge.Scheme == "BASIC").FirstOrDefault()
            : null;
}
