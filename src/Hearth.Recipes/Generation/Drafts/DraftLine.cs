namespace Hearth.Recipes.Generation.Drafts;

/// <summary>One item of a list in a recipe. Expressions are written as in v1, <c>${{ version }}</c>.</summary>
/// <param name="Text">The item.</param>
/// <param name="When">When it holds; always if null.</param>
/// <param name="Comment">What a reader should know; stands above the item.</param>
public sealed record DraftLine(string Text, DraftCondition? When = null, string? Comment = null)
{
    public static implicit operator DraftLine(string text) => new(text);
}
