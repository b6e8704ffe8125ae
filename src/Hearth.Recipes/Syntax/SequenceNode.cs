namespace Hearth.Recipes.Syntax;

/// <summary>A list.</summary>
public sealed class SequenceNode : SyntaxNode
{
    public SequenceNode(TextSpan span, IReadOnlyList<SyntaxNode> items, bool isFlow)
        : base(span)
    {
        Items = items;
        IsFlow = isFlow;
        Weight = 1 + items.Sum(item => item.Weight);
    }

    public IReadOnlyList<SyntaxNode> Items { get; }

    /// <summary>Whether it is written in brackets.</summary>
    public bool IsFlow { get; }

    internal override int Weight { get; }
}
