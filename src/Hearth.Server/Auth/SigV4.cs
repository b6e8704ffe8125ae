using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hearth.Channels.Blobs.S3;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hearth.Server.Auth;

/// <summary>
/// The signature that S3's clients put into <c>Authorization</c> instead of a token: an HMAC of the request with a secret that
/// both sides know. What it says about the body is checked while the body is read.
/// </summary>
internal static class SigV4
{
    /// <summary>Where clients put the token of a session; Hearth's tokens are given to them as one.</summary>
    public const string TokenHeader = "x-amz-security-token";

    // Clocks may differ by as much as S3 allows.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(15);

    /// <summary>The name of the key pair that a request is signed with; null if it is not signed so.</summary>
    public static string? AccessKeyOf(HttpRequest request) => Fields(request).GetValueOrDefault("Credential")?.Split('/')[0];

    /// <summary>Whether a request was signed with a secret, and not long ago.</summary>
    public static bool IsSigned(HttpRequest request, string secret, DateTimeOffset now)
    {
        var fields = Fields(request);
        var date = request.Headers["x-amz-date"].ToString();
        if (fields.GetValueOrDefault("Credential")?.Split('/', 2) is not [_, var scope] || scope.Split('/') is not [var day, _, _, "aws4_request"]
            || fields.GetValueOrDefault("SignedHeaders") is not { } signedHeaders || fields.GetValueOrDefault("Signature") is not { } signature
            || !DateTimeOffset.TryParseExact(date, SignatureV4.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            || (now - at).Duration() > Tolerance || !date.StartsWith(day, StringComparison.Ordinal)
            || !signedHeaders.Split(';').Contains("host", StringComparer.Ordinal))
            return false;
        var expected = SignatureV4.Sign(Canonical(request, signedHeaders), date, scope, secret);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(signature));
    }

    private static string Canonical(HttpRequest request, string signedHeaders)
    {
        // The path as it was sent: what is decoded cannot be told from what was never encoded.
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var query = question < 0 ? [] : target[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries);
        var text = new StringBuilder();
        text.Append(request.Method).Append('\n');
        text.Append(question < 0 ? target : target[..question]).Append('\n');
        text.AppendJoin('&', query.Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=").Order(StringComparer.Ordinal)).Append('\n');
        foreach (var name in signedHeaders.Split(';'))
            text.Append(name).Append(':').AppendJoin(',', request.Headers[name].Select(value => Trimmed(value ?? ""))).Append('\n');
        text.Append('\n').Append(signedHeaders).Append('\n').Append(request.Headers["x-amz-content-sha256"].ToString());
        return text.ToString();
    }

    private static string Trimmed(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static Dictionary<string, string> Fields(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(SignatureV4.Algorithm + " ", StringComparison.Ordinal))
            return [];
        return header[(SignatureV4.Algorithm.Length + 1)..].Split(',', StringSplitOptions.TrimEntries)
            .Select(field => field.Split('=', 2))
            .Where(field => field.Length == 2)
            .DistinctBy(field => field[0], StringComparer.Ordinal)
            .ToDictionary(field => field[0], field => field[1], StringComparer.Ordinal);
    }
}
