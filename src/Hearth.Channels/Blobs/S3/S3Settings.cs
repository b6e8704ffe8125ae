using Hearth.Channels.Databases;
using Hearth.Conda.Names;

namespace Hearth.Channels.Blobs.S3;

/// <summary>Where an S3-compatible store is, and how to sign in.</summary>
/// <param name="Endpoint">The server; the bucket is the first part of the path.</param>
/// <param name="Bucket">The bucket, which must be there.</param>
/// <param name="Prefix">What every key starts with; empty, or with a slash at the end.</param>
/// <param name="Region">The region that requests are signed for.</param>
/// <param name="AccessKey">The public part of the credential.</param>
/// <param name="SecretKey">The secret part; never shown.</param>
public sealed record S3Settings(Uri Endpoint, string Bucket, string Prefix, string Region, string AccessKey, string SecretKey)
{
    /// <summary>What the address of such a store starts with.</summary>
    public const string Scheme = "s3://";

    /// <summary>
    /// Reads <c>s3://BUCKET/PREFIX</c>; server, region and credential come from the variables that every S3 tool reads:
    /// AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
    /// </summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">Something is missing; all that is missing is named.</exception>
    public static S3Settings Read(string address, Func<string, string?> environment)
    {
        var problems = new List<Foundation.Diagnostics.Diagnostic>();
        string Need(string variable)
        {
            if (environment(variable) is { Length: > 0 } value)
                return value;
            problems.Add(DatabaseDiagnostics.BadAddress.In(null, $"{UrlSecrets.Redact(address)}: the environment has no {variable}", "set it, or name it in the service's environment file"));
            return "";
        }

        var place = address.StartsWith(Scheme, StringComparison.Ordinal) ? address[Scheme.Length..].Trim('/').Split('/', 2) : [""];
        if (place[0].Length == 0 || place[0].Contains('@'))
            problems.Add(DatabaseDiagnostics.BadAddress.In(null, $"'{UrlSecrets.Redact(address)}' is not s3://BUCKET/PREFIX"));
        var endpoint = Need("AWS_ENDPOINT_URL");
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var server) && endpoint.Length > 0)
            problems.Add(DatabaseDiagnostics.BadAddress.In(null, $"AWS_ENDPOINT_URL is not a URL: '{UrlSecrets.Redact(endpoint)}'"));
        var (accessKey, secretKey) = (Need("AWS_ACCESS_KEY_ID"), Need("AWS_SECRET_ACCESS_KEY"));
        if (problems.Count > 0)
            throw new Foundation.Diagnostics.BadInputException(problems);
        var prefix = place.Length > 1 ? place[1] + "/" : "";
        return new S3Settings(server!, place[0], prefix, environment("AWS_REGION") ?? "us-east-1", accessKey, secretKey);
    }

    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}";
}
