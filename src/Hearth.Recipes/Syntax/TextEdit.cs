namespace Hearth.Recipes.Syntax;

/// <summary>One change of a text: what stands at <paramref name="Span"/> becomes <paramref name="Text"/>.</summary>
public readonly record struct TextEdit(TextSpan Span, string Text);
