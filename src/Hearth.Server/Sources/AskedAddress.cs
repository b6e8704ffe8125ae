using Hearth.Channels.Sources;

namespace Hearth.Server.Sources;

/// <summary>The address of a source, as it stands behind <c>/sources/by-url/</c>.</summary>
/// <param name="Url">The address.</param>
/// <param name="Written">As it was written.</param>
internal sealed record AskedAddress(Uri Url, string Written)
{
    /// <summary>
    /// Reads <c>https/host/path</c>, <c>https://host/path</c>, or the latter with one slash, as proxies make of two; or the whole percent-encoded.
    /// </summary>
    /// <returns>Null if it is no http or https address.</returns>
    public static AskedAddress? Read(string text)
    {
        if (text.Length is 0 or > SourceArchive.LongestName)
            return null;
        if (text.StartsWith("http%3a", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https%3a", StringComparison.OrdinalIgnoreCase))
            text = Uri.UnescapeDataString(text);
        var end = text.AsSpan().IndexOfAny(':', '/');
        if (end < 0 || text[..end] is not ("http" or "https"))
            return null;
        var written = $"{text[..end]}://{text[end..].TrimStart(':', '/')}";
        return Uri.TryCreate(written, UriKind.Absolute, out var url) && url.Host.Length > 0 && url.UserInfo.Length == 0 ? new AskedAddress(url, written) : null;
    }

    /// <summary>The sources that were there, the newest first.</summary>
    public async Task<IReadOnlyList<ArchivedSource>> FindAsync(SourceArchive archive, CancellationToken cancellation)
    {
        foreach (var spelling in new[] { Written, Url.AbsoluteUri }.Distinct(StringComparer.Ordinal))
        {
            if (await archive.AtAsync(spelling, cancellation) is { Count: > 0 } found)
                return found;
        }
        return [];
    }
}
