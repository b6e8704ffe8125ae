using Hearth.Channels.Blobs.S3;
using Hearth.Conda.Names;

namespace Hearth.Mirrors.Upstream;

/// <summary>
/// A channel in S3-compatible storage, with <c>SUBDIR/repodata.json</c> below the prefix. Each file is asked for at an address that is signed for a while, so
/// that all holds which holds for channels by HTTP: conditions, going on after a break, hosts.
/// </summary>
public sealed class S3Upstream : IUpstream
{
    // The largest file on the slowest line that is of use, with its breaks.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly S3Settings _settings;
    private readonly S3Bucket _bucket;
    private readonly HttpUpstream _http;

    /// <param name="settings">Where the bucket is, and the credential for it.</param>
    /// <param name="terms">How to ask.</param>
    /// <param name="clock">Dates the signatures, and measures pauses.</param>
    public S3Upstream(S3Settings settings, UpstreamTerms terms, TimeProvider clock)
    {
        _settings = settings;
        _bucket = new S3Bucket(settings, clock);
        _http = new HttpUpstream(settings.Endpoint, terms with { Token = null, SignsAddresses = true }, clock);
    }

    public string Name => _settings.ToString().TrimEnd('/');

    public Task<UpstreamFile> OpenAsync(string reference, string? etag, string? via, CancellationToken cancellation)
    {
        if (reference.Contains("://", StringComparison.Ordinal))
            return _http.OpenAsync(reference, etag, via, cancellation);
        var key = Uri.UnescapeDataString(reference);
        return key.Split('/').Contains("..", StringComparer.Ordinal)
            ? throw MirrorDiagnostics.HostNotNamed.Refuse(Name, $"it leads to '{UrlSecrets.Redact(reference)}', which is not below the prefix")
            : _http.OpenAsync(_bucket.SignedAddressOf(key, Lifetime).AbsoluteUri, etag, via, cancellation);
    }

    public void Dispose()
    {
        _http.Dispose();
        _bucket.Dispose();
    }
}
