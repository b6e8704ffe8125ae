namespace Hearth.Recipes.Maintenance;

/// <summary>One change of a recipe, or one that was left to people.</summary>
/// <param name="What">What is changed: <c>version</c>, <c>sha256</c>, <c>build number</c>, <c>run: numpy</c>.</param>
/// <param name="Before">What stood there; null if it is new.</param>
/// <param name="After">What stands there now; null if it is gone.</param>
/// <param name="Reason">Where the change comes from.</param>
/// <param name="IsMade">Whether it was made; one that was not says in its reason why.</param>
public sealed record ProposedEdit(string What, string? Before, string? After, string Reason, bool IsMade = true);
