namespace Hearth.Recipes.Jinja;

/// <summary>A part of an expression. <see cref="At"/> is its offset in the text, used in messages.</summary>
internal abstract record JinjaNode(int At)
{
    /// <summary>The parts directly inside.</summary>
    public abstract IEnumerable<JinjaNode> Parts { get; }

    internal sealed record Constant(int At, JinjaValue Value) : JinjaNode(At)
    {
        public override IEnumerable<JinjaNode> Parts => [];
    }

    internal sealed record Name(int At, string Id) : JinjaNode(At)
    {
        public override IEnumerable<JinjaNode> Parts => [];
    }

    internal sealed record Sequence(int At, IReadOnlyList<JinjaNode> Items) : JinjaNode(At)
    {
        public override IEnumerable<JinjaNode> Parts => Items;
    }

    internal sealed record Mapping(int At, IReadOnlyList<KeyValuePair<JinjaNode, JinjaNode>> Entries) : JinjaNode(At)
    {
        public override IEnumerable<JinjaNode> Parts => Entries.SelectMany(entry => new[] { entry.Key, entry.Value });
    }

    internal sealed record Attribute(int At, JinjaNode Target, string Id) : JinjaNode(At)
    {
        public override IEnumerable<JinjaNode> Parts => [Target];
    }

    internal sealed record Item(int At, JinjaNode Target, JinjaNode Key) : JinjaNode(At)
    {
        public override IEnumerable<JinjaNode> Parts => [Target, Key];
    }

    internal sealed record Slice(int At, JinjaNode Target, JinjaNode? Start, JinjaNode? End, JinjaNode? Step) : JinjaNode(At)
    {
        public override IEnumerable<JinjaNode> Parts => new[] { Target, Start, End, Step }.OfType<JinjaNode>();
    }

    internal sealed record Call(int At, JinjaNode Target, JinjaArguments Arguments) : JinjaNode(At)
    {
        public override IEnumerable<JinjaNode> Parts => Arguments.Parts.Prepend(Target);
    }

    internal sealed record Filter(int At, JinjaNode Target, string Id, JinjaArguments Arguments) : JinjaNode(At)
    {
        public override IEnumerable<JinjaNode> Parts => Arguments.Parts.Prepend(Target);
    }

    internal sealed record Test(int At, JinjaNode Target, string Id, JinjaArguments Arguments, bool Negated) : JinjaNode(At)
    {
        public override IEnumerable<JinjaNode> Parts => Arguments.Parts.Prepend(Target);
    }

    internal sealed record Not(int At, JinjaNode Operand) : JinjaNode(At)
    {
        public override IEnumerable<JinjaNode> Parts => [Operand];
    }

    internal sealed record Sign(int At, JinjaNode Operand, bool Negative) : JinjaNode(At)
    {
        public override IEnumerable<JinjaNode> Parts => [Operand];
    }

    internal sealed record Binary(int At, JinjaOperator Operator, JinjaNode Left, JinjaNode Right) : JinjaNode(At)
    {
        public override IEnumerable<JinjaNode> Parts => [Left, Right];
    }

    /// <summary>One comparison, or a chain as in <c>1 &lt; x &lt; 3</c>.</summary>
    internal sealed record Comparison(int At, JinjaNode First, IReadOnlyList<KeyValuePair<JinjaOperator, JinjaNode>> Rest) : JinjaNode(At)
    {
        public override IEnumerable<JinjaNode> Parts => Rest.Select(part => part.Value).Prepend(First);
    }

    internal sealed record Conditional(int At, JinjaNode Then, JinjaNode Condition, JinjaNode? Else) : JinjaNode(At)
    {
        public override IEnumerable<JinjaNode> Parts => new[] { Then, Condition, Else }.OfType<JinjaNode>();
    }
}
