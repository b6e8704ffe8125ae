namespace Hearth.Recipes.Rendering;

/// <summary>An output that others of the recipe can pin.</summary>
public sealed record RenderedSubpackage(string Name, string Version, string BuildString);
