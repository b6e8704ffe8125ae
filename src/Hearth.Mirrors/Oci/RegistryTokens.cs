using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hearth.Conda.Names;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Oci;

/// <summary>
/// The tokens that a registry's token service gave, each for what it was asked for, until shortly before it ends (distribution specification, token
/// authentication). The service is asked by https, or by http if the registry is spoken to so, and only at a host that the terms name.
/// </summary>
internal sealed class RegistryTokens(RegistryAddress address, UpstreamTerms terms, RegistryLogin? login, HttpClient http, TimeProvider clock)
{
    private const int MaxAnswer = 1 << 16;
    private const int MostKept = 10_000;

    // What services mean that do not say.
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<RegistryScope, (string Token, DateTimeOffset Until)> _kept = new();
    private RegistryChallenge? _challenge;

    /// <summary>What to send with a request; null: nothing, as far as is known.</summary>
    public async Task<AuthenticationHeaderValue?> OfAsync(RegistryScope scope, CancellationToken cancellation) => _challenge switch
    {
        null => login is { User: null } token ? new AuthenticationHeaderValue("Bearer", token.Secret) : null,
        { Scheme: "BASIC" } => login is null ? null : Basic(login),
        _ when login is { User: null } token => new AuthenticationHeaderValue("Bearer", token.Secret),
        _ when _kept.TryGetValue(scope, out var kept) && kept.Until > clock.GetUtcNow() => new AuthenticationHeaderValue("Bearer", kept.Token),
        { } challenge => new AuthenticationHeaderValue("Bearer", await AskAsync(challenge, scope, cancellation)),
    };

    /// <summary>Takes note of an answer 401.</summary>
    /// <returns>Whether it is worth asking again.</returns>
    public bool Learn(RegistryScope scope, RegistryChallenge? challenge)
    {
        if (challenge is null || (challenge.Scheme == "BASIC" ? login?.User is null : login is { User: null }))
            return false;
        _challenge = challenge;
        _kept.TryRemove(scope, out _);
        return true;
    }

    private static AuthenticationHeaderValue Basic(RegistryLogin login) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.User}:{login.Secret}")));

    private async Task<string> AskAsync(RegistryChallenge challenge, RegistryScope scope, CancellationToken cancellation)
    {
        var service = Service(challenge);
        var query = string.Join('&', scope.Texts.Select(text => "scope=" + Uri.EscapeDataString(text)).Prepend("service=" + Uri.EscapeDataString(challenge.Service ?? "")));
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(service) { Query = query }.Uri);
        if (login is not null)
            request.Headers.Authorization = Basic(login);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            if ((int)answer.StatusCode is 429 or >= 500)
                throw new HttpRequestException($"the token service answers {(int)answer.StatusCode}");
            throw MirrorDiagnostics.RegistryLogin.Refuse(address.Host, $"the token service '{service.Host}' answers {(int)answer.StatusCode} {UrlSecrets.RedactIn(answer.ReasonPhrase ?? "")}");
        }
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        var given = Read(await Bounded.ReadAsync(body, MaxAnswer, service.Host, cancellation), service.Host);
        var token = given.Token ?? given.AccessToken ?? throw MirrorDiagnostics.NotWhatItSays.Refuse(service.Host, "the token service gives no token");
        if (_kept.Count >= MostKept)
            _kept.Clear();
        var lifetime = given.ExpiresIn is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : UsualLifetime;
        _kept[scope] = (token, clock.GetUtcNow() + (lifetime > 2 * Margin ? lifetime - Margin : lifetime / 2));
        return token;
    }

    private Uri Service(RegistryChallenge challenge)
    {
        if (!Uri.TryCreate(challenge.Realm, UriKind.Absolute, out var service) || service.Scheme is not ("http" or "https"))
            throw MirrorDiagnostics.NotWhatItSays.Refuse(address.Host, "the registry names no token service that can be asked");
        if (service.Scheme == "http" && address.Root.Scheme == "https")
            throw MirrorDiagnostics.HostNotNamed.Refuse(address.Host, $"its token service at '{service.Host}' is asked without encryption");
        if (!service.Host.Equals(address.Root.Host, StringComparison.OrdinalIgnoreCase) && !terms.OtherHosts.Contains(service.Host, StringComparer.OrdinalIgnoreCase))
            throw MirrorDiagnostics.HostNotNamed.Refuse(address.Host, $"its token service is at '{service.Host}'", $"if that is right: --allow-host {service.Host}");
        return service;
    }

    private static RegistryToken Read(byte[] json, string host)
    {
        try
        {
            return JsonSerializer.Deserialize(json, OciJson.Default.RegistryToken) ?? new RegistryToken();
        }
        catch (JsonException)
        {
            throw MirrorDiagnostics.NotWhatItSays.Refuse(host, "the token service does not answer with JSON");
        }
    }
}
