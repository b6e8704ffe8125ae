using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Hearth.Channels.Access.Oidc;

/// <summary>
/// A public key of an issuer (RFC 7517). The key decides the algorithm, never the token: so <c>none</c> and signing with the public
/// key as a shared secret are not possible.
/// </summary>
internal sealed class SigningKey
{
    public const string Rs256 = "RS256";
    public const string Es256 = "ES256";

    private const int LeastRsaBytes = 2048 / 8;
    private const int P256Bytes = 32;

    private readonly RSAParameters _rsa;
    private readonly ECParameters _curve;

    private SigningKey(string? id, RSAParameters rsa) => (Id, Algorithm, _rsa) = (id, Rs256, rsa);

    private SigningKey(string? id, ECParameters curve) => (Id, Algorithm, _curve) = (id, Es256, curve);

    public string? Id { get; }

    public string Algorithm { get; }

    /// <summary>The keys of a set that can be used; others are passed over (RFC 7517 §5).</summary>
    /// <exception cref="JsonException">The text is not a set of keys.</exception>
    public static IReadOnlyList<SigningKey> ReadSet(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
            throw new JsonException("the document has no list of keys");
        return [.. keys.EnumerateArray().Select(Read).OfType<SigningKey>()];
    }

    /// <summary>Whether the token was signed with this key.</summary>
    public bool Verifies(JsonWebToken token)
    {
        if (Algorithm == Rs256)
        {
            using var rsa = RSA.Create(_rsa);
            return rsa.VerifyData(token.Signed, token.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        using var curve = ECDsa.Create(_curve);
        return curve.VerifyData(token.Signed, token.Signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static SigningKey? Read(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object || Text("use") is not (null or "sig"))
            return null;
        try
        {
            return (Text("kty"), Text("alg")) switch
            {
                ("RSA", null or Rs256) when Bytes("n") is { Length: >= LeastRsaBytes } modulus && Bytes("e") is { } exponent =>
                    new SigningKey(Text("kid"), new RSAParameters { Modulus = modulus, Exponent = exponent }),
                ("EC", null or Es256) when Text("crv") == "P-256" && Bytes("x") is { Length: P256Bytes } x && Bytes("y") is { Length: P256Bytes } y =>
                    new SigningKey(Text("kid"), new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = { X = x, Y = y } }),
                _ => null,
            };
        }
        catch (FormatException)
        {
            return null;
        }

        string? Text(string name) => key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        byte[]? Bytes(string name) => Text(name) is { } text ? Base64Url.DecodeFromChars(text) : null;
    }
}
