namespace Hearth.Recipes.Rendering;

/// <summary>Why a key is part of a variant.</summary>
/// <param name="Key">The key.</param>
/// <param name="Reason">How the recipe uses it.</param>
public sealed record VariantUse(string Key, UseReason Reason);
