namespace Hearth.Mirrors.Sources.Git;

/// <summary>How repositories are fetched.</summary>
public sealed record GitTerms
{
    /// <summary>The program.</summary>
    public string Program { get; init; } = "git";

    /// <summary>How long one repository may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Levels of submodules within each other.</summary>
    public int MostDepth { get; init; } = 8;

    /// <summary>Submodules of one source, those of submodules included.</summary>
    public int MostSubmodules { get; init; } = 100;

    /// <summary>Whether repositories may be folders of this machine. Only for those that a person names, never for what recipes name.</summary>
    public bool AllowsFolders { get; init; }
}
