namespace Hearth.Recipes.Generation.PyPi;

/// <summary>How recipes of Python projects are written.</summary>
public sealed record PythonRecipeOptions
{
    public PythonNames Names { get; init; } = PythonNames.Shipped;

    public MarkerStyle Markers { get; init; } = MarkerStyle.Conditions;

    public ExtrasStyle Extras { get; init; } = ExtrasStyle.Groups;

    /// <summary>The oldest Python that the channel builds for: conditions that no newer one fulfils are dropped.</summary>
    public PythonVersion OldestPython { get; init; } = PythonVersion.Parse("3.10");

    public IReadOnlyList<string> Maintainers { get; init; } = [];
}
