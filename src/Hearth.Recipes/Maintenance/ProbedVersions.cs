using System.Globalization;
using Hearth.Recipes.Generation.Upstream;

namespace Hearth.Recipes.Maintenance;

/// <summary>Versions found by asking for the archives that they would have: each number of the current one raised, once and twice.</summary>
/// <param name="upstream">How addresses are read.</param>
/// <param name="current">The current version.</param>
/// <param name="addresses">The addresses of the archive of a version.</param>
public sealed class ProbedVersions(IUpstream upstream, string current, Func<string, IReadOnlyList<string>> addresses) : IVersionSource
{
    private const long MostBytes = 4L << 30;
    private const int Steps = 2;

    public string Name => "the address of the source";

    public async Task<IReadOnlyList<string>> VersionsAsync(CancellationToken cancellation)
    {
        var found = new List<string>();
        foreach (var version in Candidates())
        {
            if (await ExistsAsync(version, cancellation))
                found.Add(version);
        }
        return found;
    }

    private async Task<bool> ExistsAsync(string version, CancellationToken cancellation)
    {
        foreach (var address in addresses(version))
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || !address.Contains(version, StringComparison.Ordinal))
                continue;
            await using var content = await upstream.OpenAsync(uri, MostBytes, null, cancellation);
            if (content is not null)
                return true;
        }
        return false;
    }

    private IEnumerable<string> Candidates()
    {
        var parts = current.Split('.');
        if (!parts.All(part => part.Length is > 0 and < 18 && part.All(char.IsAsciiDigit)))
            yield break;
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            for (var step = 1; step <= Steps; step++)
            {
                var raised = long.Parse(parts[i], CultureInfo.InvariantCulture) + step;
                yield return string.Join('.', parts.Take(i).Append(raised.ToString(CultureInfo.InvariantCulture)).Concat(parts.Skip(i + 1).Select(_ => "0")));
            }
        }
    }
}
