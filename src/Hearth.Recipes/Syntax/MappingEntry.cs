namespace Hearth.Recipes.Syntax;

/// <summary>One key of a mapping and its value.</summary>
public sealed record MappingEntry(ScalarNode Key, SyntaxNode Value)
{
    public string Name => Key.Value;
}
