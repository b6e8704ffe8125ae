using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Maintenance;

/// <summary>A variable that a recipe sets to a literal: an entry of <c>context</c>, or <c>{% set %}</c>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value, without quotes.</param>
/// <param name="Span">The literal in the text, with its quotes.</param>
internal sealed record RecipeVariable(string Name, string Value, TextSpan Span)
{
    /// <summary>The literal for another value, in the quotes that this one has.</summary>
    public string With(string value, string text) => text[Span.Start] is ('"' or '\'') and var quote
        ? $"{quote}{value}{quote}"
        : ScalarNode.KindOf(value) is ScalarKind.Text || ScalarNode.KindOf(value) == ScalarNode.KindOf(Value) ? value : $"\"{value}\"";
}
