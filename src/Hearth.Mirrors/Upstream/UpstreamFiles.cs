namespace Hearth.Mirrors.Upstream;

/// <summary>How files are asked for where no other mirror waits for them.</summary>
public static class UpstreamFiles
{
    /// <inheritdoc cref="IUpstream.OpenAsync"/>
    public static Task<UpstreamFile> OpenAsync(this IUpstream upstream, string reference, string? etag, CancellationToken cancellation) =>
        upstream.OpenAsync(reference, etag, via: null, cancellation);
}
