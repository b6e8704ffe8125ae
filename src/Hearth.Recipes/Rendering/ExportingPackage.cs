using Hearth.Conda.Versions;

namespace Hearth.Recipes.Rendering;

/// <summary>A package of a channel, and what it asks of those that are built with it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Build">Its build string.</param>
/// <param name="Exports">Its run exports.</param>
public sealed record ExportingPackage(string Name, CondaVersion Version, string Build, RunExports Exports)
{
    /// <summary>The build number, which ends a build string by custom; 0 if it does not.</summary>
    internal long BuildNumber => long.TryParse(Build.AsSpan(Build.LastIndexOf('_') + 1), out var number) ? number : 0;
}
