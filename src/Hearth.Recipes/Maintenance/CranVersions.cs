using Hearth.Recipes.Generation.Cran;
using Hearth.Recipes.Generation.Upstream;

namespace Hearth.Recipes.Maintenance;

/// <summary>The current version of an R package on CRAN, which lists no others.</summary>
public sealed class CranVersions(IUpstream upstream, string package) : IVersionSource
{
    public string Name => $"CRAN package {package}";

    public async Task<IReadOnlyList<string>> VersionsAsync(CancellationToken cancellation) =>
        await new CranIndex(upstream, CranIndex.Public).FindAsync(package, null, cancellation) is { } release ? [CranVersion.ToConda(release.Version)] : [];
}
