using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hearth.Channels.Blobs.S3;

/// <summary>
/// Signature Version 4, with which requests to S3-compatible stores are signed: an HMAC over the method, the path, the query, some
/// headers and the SHA-256 of the body.
/// </summary>
public static class SignatureV4
{
    public const string Algorithm = "AWS4-HMAC-SHA256";
    public const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>The signature of a request.</summary>
    /// <param name="request">What is signed.</param>
    /// <param name="secretKey">The secret part of the credential.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    public static string Sign(SignedRequest request, string secretKey)
    {
        var day = request.At.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var scope = $"{day}/{request.Region}/s3/aws4_request";
        return Sign(request.Canonical(), request.At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture), scope, secretKey);
    }

    /// <summary>The signature of the canonical text of a request.</summary>
    /// <param name="canonical">Method, path, query, headers and body hash.</param>
    /// <param name="time">When it was signed, as <see cref="TimeFormat"/>.</param>
    /// <param name="scope">Day, region and service, and <c>aws4_request</c>, joined by slashes.</param>
    /// <param name="secretKey">The secret part of the credential.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    public static string Sign(string canonical, string time, string scope, string secretKey)
    {
        var hashed = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        var key = Encoding.UTF8.GetBytes("AWS4" + secretKey);
        foreach (var part in (string[])[.. scope.Split('/'), $"{Algorithm}\n{time}\n{scope}\n{hashed}"])
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return Convert.ToHexStringLower(key);
    }

    /// <summary>The value of the Authorization header.</summary>
    public static string Authorization(SignedRequest request, string accessKey, string secretKey)
    {
        var day = request.At.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return $"{Algorithm} Credential={accessKey}/{day}/{request.Region}/s3/aws4_request, SignedHeaders={request.SignedHeaders}, Signature={Sign(request, secretKey)}";
    }

    /// <summary>Text as it stands in a signed path or query: all but letters, digits and <c>-._~</c> is percent-encoded, as UTF-8.</summary>
    public static string Encode(string text) => Uri.EscapeDataString(text);
}
