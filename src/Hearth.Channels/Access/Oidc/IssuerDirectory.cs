using System.Collections.Concurrent;
using System.Text.Json;

namespace Hearth.Channels.Access.Oidc;

/// <summary>
/// The documents and keys of issuers, fetched once an hour. A key that is not known is looked for at once, as issuers change keys
/// without notice, but not more often than every half minute, so that nobody can make us flood an issuer.
/// </summary>
public sealed class IssuerDirectory(HttpClient http, TimeProvider clock) : IDisposable
{
    private const string WellKnown = "/.well-known/openid-configuration";
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan NotAgainWithin = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Fetched> _issuers = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _fetching = new(1);

    /// <summary>A client that is safe to use with addresses that administrators configure: it follows no redirect and reads no more than a megabyte.</summary>
    public static HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = 1 << 20,
    };

    /// <summary>What an issuer says of itself.</summary>
    /// <exception cref="IssuerAwayException">It does not answer.</exception>
    public async Task<IssuerDocument> DocumentAsync(string issuer, CancellationToken cancellation) =>
        (await FetchedAsync(issuer, static _ => true, cancellation)).Document;

    /// <summary>The keys of an issuer with which a token can have been signed.</summary>
    /// <exception cref="IssuerAwayException">It does not answer.</exception>
    internal async Task<IEnumerable<SigningKey>> KeysAsync(string issuer, JsonWebToken token, CancellationToken cancellation)
    {
        var fetched = await FetchedAsync(issuer, found => found.Keys.Any(Fits), cancellation);
        return fetched.Keys.Where(Fits);

        bool Fits(SigningKey key) => key.Algorithm == token.Algorithm && (token.KeyId is null || key.Id is null || key.Id == token.KeyId);
    }

    public void Dispose() => _fetching.Dispose();

    private async Task<Fetched> FetchedAsync(string issuer, Func<Fetched, bool> suffices, CancellationToken cancellation)
    {
        if (Held() is { } held)
            return held;
        await _fetching.WaitAsync(cancellation);
        try
        {
            if (Held() is { } meanwhile)
                return meanwhile;
            try
            {
                return _issuers[issuer] = await FetchAsync(issuer, cancellation);
            }
            catch (IssuerAwayException) when (_issuers.TryGetValue(issuer, out var old) && suffices(old))
            {
                return _issuers[issuer] = old with { At = clock.GetUtcNow() };
            }
        }
        finally
        {
            _fetching.Release();
        }

        Fetched? Held()
        {
            if (!_issuers.TryGetValue(issuer, out var found))
                return null;
            return clock.GetUtcNow() - found.At < (suffices(found) ? Fresh : NotAgainWithin) ? found : null;
        }
    }

    private async Task<Fetched> FetchAsync(string issuer, CancellationToken cancellation)
    {
        try
        {
            using var json = JsonDocument.Parse(await http.GetByteArrayAsync(new Uri(issuer.TrimEnd('/') + WellKnown), cancellation));
            // Discovery §4.3: or anyone could speak for an issuer at an address that they hold.
            if (Text("issuer") != issuer)
                throw new IssuerAwayException($"what lies at {issuer}{WellKnown} is not the document of this issuer");
            var document = new IssuerDocument(
                Address("jwks_uri") ?? throw new IssuerAwayException($"the document of {issuer} names no keys"), Address("authorization_endpoint"), Address("token_endpoint"));
            return new Fetched(document, SigningKey.ReadSet(await http.GetByteArrayAsync(document.Keys, cancellation)), clock.GetUtcNow());

            string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

            // Keys that arrive without TLS could be anyone's, unless the issuer is on this machine.
            Uri? Address(string name) =>
                Uri.TryCreate(Text(name), UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) ? uri : null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or InvalidOperationException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new IssuerAwayException($"the issuer {issuer} does not answer as one", e);
        }
    }

    private sealed record Fetched(IssuerDocument Document, IReadOnlyList<SigningKey> Keys, DateTimeOffset At);
}
