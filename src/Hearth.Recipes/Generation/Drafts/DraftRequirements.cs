namespace Hearth.Recipes.Generation.Drafts;

/// <summary>The requirements of a package to be built.</summary>
public sealed record DraftRequirements
{
    public IReadOnlyList<DraftLine> Build { get; init; } = [];

    public IReadOnlyList<DraftLine> Host { get; init; } = [];

    public IReadOnlyList<DraftLine> Run { get; init; } = [];

    public IReadOnlyList<DraftLine> Constraints { get; init; } = [];

    /// <summary>What users of the package get as requirement where they link with it (weak run exports).</summary>
    public IReadOnlyList<DraftLine> RunExports { get; init; } = [];

    /// <summary>The optional groups of CEP 44, by name; recipes of the old format cannot have them.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<DraftLine>>> Extras { get; init; } = [];
}
