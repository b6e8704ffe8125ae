using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Maintenance;

/// <summary>What can keep a recipe from being updated.</summary>
public static class MaintenanceDiagnostics
{
    public static readonly DiagnosticKind NoVersion = new(
        "HRT3150",
        "Version that cannot be changed",
        Severity.Error,
        "The recipe does not set its version as a literal, in 'context', by '{% set version %}' or at the package. Put it into a variable 'version'.");

    public static readonly DiagnosticKind NoVersionSource = new(
        "HRT3151",
        "No place to look for versions",
        Severity.Error,
        "The addresses of the sources tell no index where versions are listed: PyPI, CRAN, GitHub, GitLab, or an address that the version is part of. "
        + "Name the version with --to.");

    public static readonly DiagnosticKind SourceNotFound = new(
        "HRT3152",
        "Source of the new version not found",
        Severity.Error,
        "There is nothing at the address that the recipe makes of the new version, so its digest is unknown and nothing was changed. The project may "
        + "have renamed its archives or its tags: mend the address first.");

    public static readonly DiagnosticKind NoMetadata = new(
        "HRT3153",
        "Requirements not compared",
        Severity.Warning,
        "The metadata of the old or of the new version could not be read, so the requirements of both could not be compared. Version, digest and "
        + "build number are changed; look at the requirements yourself.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [NoVersion, NoVersionSource, SourceNotFound, NoMetadata];
}
