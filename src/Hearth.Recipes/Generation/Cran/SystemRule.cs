namespace Hearth.Recipes.Generation.Cran;

/// <summary>What some words of <c>SystemRequirements</c> mean.</summary>
/// <param name="Words">The words, in lower case.</param>
/// <param name="Packages">The conda packages; none if nothing is needed.</param>
/// <param name="Place">Where a recipe asks for them.</param>
public sealed record SystemRule(string Words, IReadOnlyList<string> Packages, SystemRulePlace Place);
