using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hearth.Channels.Access.Oidc;

/// <summary>A signed token as it arrived (RFC 7515 §3.1, RFC 7519); nothing in it is true until its signature was checked.</summary>
internal sealed class JsonWebToken
{
    private const int MaxLength = 16 << 10;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private readonly JsonElement _claims;

    private JsonWebToken(JsonElement header, JsonElement claims, byte[] signed, byte[] signature)
    {
        _claims = claims;
        Algorithm = TextOf(header, "alg") ?? "";
        KeyId = TextOf(header, "kid");
        // RFC 7515 §4.1.11: extensions that must be understood, and none is.
        HasExtensions = header.TryGetProperty("crit", out _);
        Signed = signed;
        Signature = signature;
    }

    public string Algorithm { get; }

    public string? KeyId { get; }

    public bool HasExtensions { get; }

    /// <summary>The bytes that the signature is over.</summary>
    public byte[] Signed { get; }

    public byte[] Signature { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonWebToken? result)
    {
        result = null;
        var parts = text.Length <= MaxLength ? text.Split('.') : [];
        if (parts.Length != 3)
            return false;
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]), Strict);
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]), Strict);
            if (header.RootElement.ValueKind != JsonValueKind.Object || claims.RootElement.ValueKind != JsonValueKind.Object)
                return false;
            var signed = Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')]);
            result = new(header.RootElement, claims.RootElement.Clone(), signed, Base64Url.DecodeFromChars(parts[2]));
            return true;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return false;
        }
    }

    /// <summary>A claim that is a text; null if it is not there, or something else.</summary>
    public string? Text(string claim) => TextOf(_claims, claim);

    /// <summary>A claim that is an instant: seconds since 1970 (RFC 7519 §2); null if it is not there, or something else.</summary>
    public DateTimeOffset? Instant(string claim)
    {
        if (!_claims.TryGetProperty(claim, out var value) || value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds))
            return null;
        // Beyond these a date cannot be written; who claims such a one means for ever.
        return DateTimeOffset.UnixEpoch.AddSeconds(Math.Clamp(seconds, 0, 250_000_000_000));
    }

    /// <summary>Whether a claim is there at all.</summary>
    public bool Has(string claim) => _claims.TryGetProperty(claim, out _);

    /// <summary>Whether a service is among those that the token is for (RFC 7519 §4.1.3: a text or a list of texts).</summary>
    public bool IsFor(string audience)
    {
        if (!_claims.TryGetProperty("aud", out var value))
            return false;
        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Any(entry => entry.ValueKind == JsonValueKind.String && entry.GetString() == audience)
            : value.ValueKind == JsonValueKind.String && value.GetString() == audience;
    }

    /// <summary>All claims that are texts, numbers or truths, as text.</summary>
    public IReadOnlyDictionary<string, string> Claims()
    {
        var claims = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var claim in _claims.EnumerateObject())
        {
            if (claim.Value.ValueKind is JsonValueKind.String)
                claims[claim.Name] = claim.Value.GetString()!;
            else if (claim.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                claims[claim.Name] = claim.Value.GetRawText().ToLower(CultureInfo.InvariantCulture);
        }
        return claims;
    }

    private static string? TextOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
