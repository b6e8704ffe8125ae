namespace Hearth.Recipes.Generation.Upstream;

/// <summary>
/// Upstream as files of a folder: <c>https://host/a/b</c> is <c>host/a/b</c>, an address that ends in <c>/</c> is the file <c>index</c> there. Nothing outside the
/// folder is read.
/// </summary>
public sealed class RecordedUpstream(string folder) : IUpstream
{
    public Task<Stream?> OpenAsync(Uri address, long mostBytes, string? accept = null, CancellationToken cancellation = default)
    {
        var root = Path.GetFullPath(folder);
        var path = Uri.UnescapeDataString(address.AbsolutePath);
        var file = Path.GetFullPath(Path.Combine(root, address.Host, path.TrimStart('/') + (path.EndsWith('/') ? "index" : "")));
        if (!file.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(file))
            return Task.FromResult<Stream?>(null);
        var content = File.OpenRead(file);
        if (content.Length <= mostBytes)
            return Task.FromResult<Stream?>(content);
        content.Dispose();
        throw GenerationDiagnostics.UpstreamAway.Refuse(file, $"more than {mostBytes} bytes");
    }
}
