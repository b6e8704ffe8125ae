namespace Hearth.Channels.Blobs.S3;

/// <summary>The parts of a request that its signature covers.</summary>
/// <param name="Method">GET, PUT, …</param>
/// <param name="Path">The path, encoded, with a slash at the start.</param>
/// <param name="Query">The parameters, not encoded.</param>
/// <param name="Headers">Names in lower case with their values.</param>
/// <param name="PayloadHash">The SHA-256 of the body in hexadecimal, or <c>UNSIGNED-PAYLOAD</c>.</param>
/// <param name="Region">The region of the credential.</param>
/// <param name="At">When it was signed.</param>
public sealed record SignedRequest(
    string Method,
    string Path,
    IReadOnlyList<KeyValuePair<string, string>> Query,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    string PayloadHash,
    string Region,
    DateTimeOffset At)
{
    /// <summary>The names of the headers, sorted.</summary>
    public string SignedHeaders => string.Join(';', Headers.Select(header => header.Key).Order(StringComparer.Ordinal));

    /// <summary>The query as it is signed and sent: sorted and encoded.</summary>
    public string CanonicalQuery => string.Join('&', Query
        .Select(parameter => (Name: SignatureV4.Encode(parameter.Key), Value: SignatureV4.Encode(parameter.Value)))
        .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
        .ThenBy(parameter => parameter.Value, StringComparer.Ordinal)
        .Select(parameter => $"{parameter.Name}={parameter.Value}"));

    /// <summary>The text that the signature is over.</summary>
    public string Canonical()
    {
        var headers = string.Concat(Headers.OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}:{header.Value.Trim()}\n"));
        return $"{Method}\n{Path}\n{CanonicalQuery}\n{headers}\n{SignedHeaders}\n{PayloadHash}";
    }
}
