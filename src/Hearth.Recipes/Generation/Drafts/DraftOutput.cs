namespace Hearth.Recipes.Generation.Drafts;

/// <summary>One package of a recipe that makes several.</summary>
public sealed record DraftOutput
{
    public required string Name { get; init; }

    /// <summary><c>python</c>, <c>generic</c> or null.</summary>
    public string? NoArch { get; init; }

    public IReadOnlyList<DraftLine> Script { get; init; } = [];

    public IReadOnlyList<string> EntryPoints { get; init; } = [];

    /// <summary>The globs of the files that belong to it; empty if the script makes them.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Globs that the former would take and that belong elsewhere.</summary>
    public IReadOnlyList<string> NotFiles { get; init; } = [];

    public DraftRequirements Requirements { get; init; } = new();

    public DraftTests Tests { get; init; } = new();

    public string? Summary { get; init; }
}
