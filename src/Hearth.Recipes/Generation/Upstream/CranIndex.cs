using System.Text;

namespace Hearth.Recipes.Generation.Upstream;

/// <summary>A mirror of CRAN: <c>src/contrib/PACKAGES</c>, current archives beside it, old ones in <c>Archive/NAME/</c>.</summary>
/// <param name="upstream">How addresses are read.</param>
/// <param name="root">The mirror, above <c>src/</c>; ends in <c>/</c>.</param>
public sealed class CranIndex(IUpstream upstream, Uri root)
{
    /// <summary>Where R packages are published if nothing else is said.</summary>
    public static readonly Uri Public = new("https://cran.r-project.org/");

    private const long MostBytesOfIndex = 256L * 1024 * 1024;

    /// <summary>The current version; null if the mirror does not list the package.</summary>
    public async Task<Release?> FindAsync(string name, string? version, CancellationToken cancellation)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '.'))
            return null;
        var (listed, current) = await CurrentAsync(name, cancellation);
        if (listed is null && version is null)
            return null;
        var package = listed ?? name;
        var wanted = version ?? current!;
        var file = $"{package}_{wanted}.tar.gz";
        var place = wanted == current ? $"src/contrib/{file}" : $"src/contrib/Archive/{package}/{file}";
        return new Release(package, wanted, [new ReleaseFile(file, new Uri(root, place), null)]);
    }

    private async Task<(string? Name, string? Version)> CurrentAsync(string name, CancellationToken cancellation)
    {
        await using var content = await upstream.OpenAsync(new Uri(root, "src/contrib/PACKAGES"), MostBytesOfIndex, null, cancellation);
        if (content is null)
            return (null, null);
        using var lines = new StreamReader(content, Encoding.UTF8);
        string? package = null;
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith("Package:", StringComparison.Ordinal))
                package = line["Package:".Length..].Trim();
            else if (line.StartsWith("Version:", StringComparison.Ordinal) && string.Equals(package, name, StringComparison.OrdinalIgnoreCase))
                return (package, line["Version:".Length..].Trim());
        }
        return (null, null);
    }
}
