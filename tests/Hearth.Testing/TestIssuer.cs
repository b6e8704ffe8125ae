using System.Buffers.Text;
using System.Collections.Specialized;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;

namespace Hearth.Testing;

/// <summary>An OpenID Connect issuer of a test's own, over HTTP at loopback. It signs whatever the test wants, right or wrong.</summary>
public sealed class TestIssuer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, (string Challenge, string Nonce, string ClientId)> _codes = [];
    private readonly Task _serving;

    public TestIssuer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    public RSA Rsa { get; private set; } = RSA.Create(2048);

    public ECDsa Curve { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string KeyId { get; private set; } = "one";

    /// <summary>What the document says, if not <see cref="Url"/>.</summary>
    public string? SaysItIs { get; set; }

    /// <summary>How often the keys were asked for.</summary>
    public int KeyRequests { get; private set; }

    /// <summary>Who signs in.</summary>
    public JsonObject Person { get; set; } = new() { ["sub"] = "1234", ["preferred_username"] = "Ann", ["name"] = "Ann Lee" };

    /// <summary>The clock of the issuer.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Signs with another key from now on.</summary>
    public void ChangeKey() => (Rsa, KeyId) = (RSA.Create(2048), KeyId + "+");

    /// <summary>A token that is in order but for what the test changes.</summary>
    public string Token(string audience, Action<JsonObject>? claims = null, Action<JsonObject>? header = null, string algorithm = "RS256")
    {
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        var body = new JsonObject { ["iss"] = Url, ["aud"] = audience, ["sub"] = "repo:org/numpy-feedstock:ref:refs/heads/main", ["iat"] = now, ["exp"] = now + 300 };
        claims?.Invoke(body);
        var head = new JsonObject { ["alg"] = algorithm, ["kid"] = algorithm == "ES256" ? "curve" : KeyId, ["typ"] = "JWT" };
        header?.Invoke(head);
        var signed = $"{Code(head)}.{Code(body)}";
        return $"{signed}.{Base64Url.EncodeToString(Sign(Encoding.ASCII.GetBytes(signed), algorithm))}";
    }

    public void Dispose()
    {
        _listener.Close();
        _serving.GetAwaiter().GetResult();
        Rsa.Dispose();
        Curve.Dispose();
    }

    private byte[] Sign(byte[] data, string algorithm) => algorithm switch
    {
        "RS256" => Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "ES256" => Curve.SignData(data, HashAlgorithmName.SHA256),
        // What tricks a verifier that takes the public key for a shared secret.
        "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(Rsa.ExportRSAPublicKeyPem()), data),
        _ => [],
    };

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                await AnswerAsync(context);
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The end of the test.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        switch (request.Url!.AbsolutePath)
        {
            case "/.well-known/openid-configuration":
                await SendAsync(response, new JsonObject
                {
                    ["issuer"] = SaysItIs ?? Url,
                    ["jwks_uri"] = Url + "/keys",
                    ["authorization_endpoint"] = Url + "/authorize",
                    ["token_endpoint"] = Url + "/token",
                });
                break;
            case "/keys":
                KeyRequests++;
                await SendAsync(response, Keys());
                break;
            case "/authorize":
                var code = $"code{_codes.Count}";
                var query = request.QueryString;
                _codes[code] = (query["code_challenge"]!, query["nonce"]!, query["client_id"]!);
                response.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(query["state"]!)}");
                break;
            case "/token":
                using (var reader = new StreamReader(request.InputStream))
                    await ExchangeAsync(response, HttpUtility.ParseQueryString(await reader.ReadToEndAsync()));
                break;
            default:
                response.StatusCode = 404;
                break;
        }
    }

    private async Task ExchangeAsync(HttpListenerResponse response, NameValueCollection form)
    {
        var verifier = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"] ?? "")));
        if (!_codes.Remove(form["code"] ?? "", out var code) || code.Challenge != verifier)
        {
            response.StatusCode = 400;
            return;
        }
        var token = Token(code.ClientId, claims =>
        {
            claims["nonce"] = code.Nonce;
            foreach (var (name, value) in Person)
                claims[name] = value!.DeepClone();
        });
        await SendAsync(response, new JsonObject { ["id_token"] = token, ["access_token"] = "x", ["token_type"] = "Bearer" });
    }

    private JsonObject Keys()
    {
        var (rsa, curve) = (Rsa.ExportParameters(false), Curve.ExportParameters(false));
        return new JsonObject
        {
            ["keys"] = new JsonArray(
                new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = KeyId, ["n"] = Base64Url.EncodeToString(rsa.Modulus), ["e"] = Base64Url.EncodeToString(rsa.Exponent) },
                new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = "curve", ["x"] = Base64Url.EncodeToString(curve.Q.X), ["y"] = Base64Url.EncodeToString(curve.Q.Y) },
                new JsonObject { ["kty"] = "oct", ["kid"] = "shared", ["k"] = "c2VjcmV0" }),
        };
    }

    private static string Code(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static async Task SendAsync(HttpListenerResponse response, JsonObject json)
    {
        response.ContentType = "application/json";
        await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }
}
