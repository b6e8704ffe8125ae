namespace Hearth.Recipes.Variants;

/// <summary>How a package that is in the host environment without a version is pinned at run time, in <c>meta.yaml</c> recipes.</summary>
/// <param name="MinPin">The part of its version that stays at least, such as <c>x.x</c>; null for none.</param>
/// <param name="MaxPin">The part of its version that may not change; null for none.</param>
public sealed record PinRunAsBuild(string? MinPin, string? MaxPin);
