namespace Hearth.Recipes.Maintenance;

/// <summary>A place that lists the versions of a project.</summary>
public interface IVersionSource
{
    /// <summary>What it is, for reasons: <c>PyPI project httpx</c>.</summary>
    string Name { get; }

    /// <summary>The versions as conda spells them, in no order, pre-releases included; empty if the project is not there.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The other side is away or answers with nonsense.</exception>
    Task<IReadOnlyList<string>> VersionsAsync(CancellationToken cancellation);
}
