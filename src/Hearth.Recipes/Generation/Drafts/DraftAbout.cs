namespace Hearth.Recipes.Generation.Drafts;

/// <summary>What a recipe says about the project.</summary>
public sealed record DraftAbout
{
    public string? HomePage { get; init; }

    public string? Summary { get; init; }

    public string? Description { get; init; }

    /// <summary>An SPDX expression.</summary>
    public string? Licence { get; init; }

    public IReadOnlyList<string> LicenceFiles { get; init; } = [];

    /// <summary>Licence texts that lie in the build environment, relative to it; both formats name them in their own way.</summary>
    public IReadOnlyList<string> LicenceFilesOfHost { get; init; } = [];

    public string? Documentation { get; init; }

    public string? Repository { get; init; }
}
