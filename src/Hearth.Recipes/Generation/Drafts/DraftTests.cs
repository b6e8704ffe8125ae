namespace Hearth.Recipes.Generation.Drafts;

/// <summary>How a package is tested.</summary>
public sealed record DraftTests
{
    /// <summary>Python modules to import; with any, <c>pip check</c> runs too.</summary>
    public IReadOnlyList<string> Imports { get; init; } = [];

    /// <summary>The Python to test with, such as <c>${{ python_min }}.*</c>; null for whatever there is.</summary>
    public string? PythonVersion { get; init; }

    public IReadOnlyList<DraftLine> Commands { get; init; } = [];

    /// <summary>Files that must be there, as globs relative to the environment.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}
