namespace Hearth.Recipes.Syntax;

/// <summary>A value in a YAML file: a <see cref="ScalarNode"/>, <see cref="SequenceNode"/> or <see cref="MappingNode"/>.</summary>
/// <remarks>The span is the text of the value, without blanks, comments and line breaks around it; an absent value has length 0.</remarks>
public abstract class SyntaxNode(TextSpan span)
{
    public TextSpan Span { get; } = span;

    /// <summary>How many nodes this one stands for, itself and what aliases repeat included.</summary>
    internal abstract int Weight { get; }
}
