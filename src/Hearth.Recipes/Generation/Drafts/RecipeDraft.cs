namespace Hearth.Recipes.Generation.Drafts;

/// <summary>A recipe to be written, in neither format yet.</summary>
public sealed record RecipeDraft
{
    /// <summary>Remarks for the head of the file.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The variables that the rest uses, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Context { get; init; } = [];

    public required string Name { get; init; }

    /// <summary>The version, most often <c>${{ version }}</c>.</summary>
    public string Version { get; init; } = "${{ version }}";

    /// <summary>Addresses of the same archive.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    public string? Sha256 { get; init; }

    /// <summary>A folder or archive beside the recipe, where there is no address.</summary>
    public string? SourcePath { get; init; }

    /// <summary><c>python</c>, <c>generic</c> or null.</summary>
    public string? NoArch { get; init; }

    /// <summary>Where nothing is built.</summary>
    public IReadOnlyList<DraftCondition> Skip { get; init; } = [];

    public IReadOnlyList<DraftLine> Script { get; init; } = [];

    public IReadOnlyList<string> EntryPoints { get; init; } = [];

    /// <summary>Where shared libraries are looked for, relative to the environment.</summary>
    public IReadOnlyList<string> Rpaths { get; init; } = [];

    /// <summary>Libraries that nothing in the requirements provides, and that are there all the same.</summary>
    public IReadOnlyList<DraftLine> MissingLibraries { get; init; } = [];

    /// <summary>Whether build and host are one environment on Windows, as R needs it.</summary>
    public bool MergesEnvironmentsOnWindows { get; init; }

    public DraftRequirements Requirements { get; init; } = new();

    public DraftTests Tests { get; init; } = new();

    /// <summary>More packages beside or instead of the main one; with any, the recipe makes outputs.</summary>
    public IReadOnlyList<DraftOutput> Outputs { get; init; } = [];

    /// <summary>Whether the recipe's own name is that of an output; if so it is the first one.</summary>
    public bool HasMainOutput { get; init; } = true;

    public DraftAbout About { get; init; } = new();

    public IReadOnlyList<string> Maintainers { get; init; } = [];

    /// <summary>Everything as outputs, the main one first.</summary>
    internal IReadOnlyList<DraftOutput> AllOutputs => HasMainOutput
        ?
        [
            new DraftOutput { Name = Name, NoArch = NoArch, Script = Script, EntryPoints = EntryPoints, Requirements = Requirements, Tests = Tests },
            .. Outputs,
        ]
        : Outputs;
}
