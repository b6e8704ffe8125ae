using Hearth.Recipes.Generation.Upstream;

namespace Hearth.Recipes.Maintenance;

/// <summary>The releases of a project on a Python package index.</summary>
public sealed class PyPiVersions(IUpstream upstream, string project) : IVersionSource
{
    public string Name => $"PyPI project {project}";

    public Task<IReadOnlyList<string>> VersionsAsync(CancellationToken cancellation) => new PyPiIndex(upstream, PyPiIndex.Public).VersionsAsync(project, cancellation);
}
