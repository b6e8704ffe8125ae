namespace Hearth.Recipes.Maintenance;

/// <summary>How a recipe shall be updated.</summary>
/// <param name="To">The version wanted; null for the newest.</param>
/// <param name="Rules">Which versions count as new.</param>
public sealed record UpdateOptions(string? To, VersionRules Rules)
{
    public static UpdateOptions ToNewest { get; } = new(null, VersionRules.Default);
}
