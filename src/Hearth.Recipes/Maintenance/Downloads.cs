using Hearth.Recipes.Generation.Upstream;

namespace Hearth.Recipes.Maintenance;

/// <summary>What was fetched for one update; each address is asked once.</summary>
internal sealed class Downloads(IUpstream upstream) : IAsyncDisposable
{
    private const long MostBytes = 4L << 30;

    private readonly Dictionary<string, Stream?> _fetched = new(StringComparer.Ordinal);

    /// <summary>The first of several addresses that there is something at, and its bytes from the start; null if there is none.</summary>
    public async Task<(string Url, Stream Content)?> FirstAsync(IEnumerable<string> urls, CancellationToken cancellation)
    {
        foreach (var url in urls)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                continue;
            if (!_fetched.TryGetValue(url, out var content))
                _fetched[url] = content = await upstream.OpenAsync(uri, MostBytes, null, cancellation);
            if (content is null)
                continue;
            content.Position = 0;
            return (url, content);
        }
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var content in _fetched.Values.OfType<Stream>())
            await content.DisposeAsync();
    }
}
