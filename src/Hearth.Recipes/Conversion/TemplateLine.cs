namespace Hearth.Recipes.Conversion;

/// <summary>A line of a meta.yaml and where it comes from.</summary>
internal readonly record struct TemplateLine(string Text, int Source);
