namespace Hearth.Recipes.Jinja;

/// <summary>A part of a template.</summary>
internal abstract record JinjaStatement(int At)
{
    /// <summary>The expressions that stand in the statement itself.</summary>
    public virtual IEnumerable<JinjaNode> Expressions => [];

    /// <summary>The statements within it, those of all branches.</summary>
    public virtual IEnumerable<JinjaStatement> Inner => [];

    internal sealed record Text(int At, string Content) : JinjaStatement(At);

    internal sealed record Output(int At, JinjaNode Value) : JinjaStatement(At)
    {
        public override IEnumerable<JinjaNode> Expressions => [Value];
    }

    /// <summary>Evaluates and prints nothing.</summary>
    internal sealed record Do(int At, JinjaNode Value) : JinjaStatement(At)
    {
        public override IEnumerable<JinjaNode> Expressions => [Value];
    }

    /// <param name="At">Where it begins.</param>
    /// <param name="Branches">Conditions with their bodies; the condition of <c>else</c> is null.</param>
    internal sealed record If(int At, IReadOnlyList<KeyValuePair<JinjaNode?, IReadOnlyList<JinjaStatement>>> Branches) : JinjaStatement(At)
    {
        public override IEnumerable<JinjaNode> Expressions => Branches.Select(branch => branch.Key).OfType<JinjaNode>();

        public override IEnumerable<JinjaStatement> Inner => Branches.SelectMany(branch => branch.Value);
    }

    internal sealed record For(
        int At,
        IReadOnlyList<string> Targets,
        JinjaNode Items,
        JinjaNode? Condition,
        IReadOnlyList<JinjaStatement> Body,
        IReadOnlyList<JinjaStatement> Else) : JinjaStatement(At)
    {
        public override IEnumerable<JinjaNode> Expressions => Condition is null ? [Items] : [Items, Condition];

        public override IEnumerable<JinjaStatement> Inner => Body.Concat(Else);
    }

    /// <param name="At">Where it begins.</param>
    /// <param name="Targets">The names that get a value, one or several.</param>
    /// <param name="Member">For <c>set ns.member</c>, the member.</param>
    /// <param name="Value">The value; null if it is the text of the body.</param>
    /// <param name="Body">What the text is made of, if there is no value.</param>
    /// <param name="Filters">Filters for the text of the body, from the inside out.</param>
    internal sealed record Set(
        int At,
        IReadOnlyList<string> Targets,
        string? Member,
        JinjaNode? Value,
        IReadOnlyList<JinjaStatement> Body,
        IReadOnlyList<JinjaNode.Filter> Filters) : JinjaStatement(At)
    {
        public override IEnumerable<JinjaNode> Expressions => Value is null ? Filters : [Value];

        public override IEnumerable<JinjaStatement> Inner => Body;
    }

    internal sealed record With(int At, IReadOnlyList<KeyValuePair<string, JinjaNode>> Values, IReadOnlyList<JinjaStatement> Body) : JinjaStatement(At)
    {
        public override IEnumerable<JinjaNode> Expressions => Values.Select(value => value.Value);

        public override IEnumerable<JinjaStatement> Inner => Body;
    }

    internal sealed record Macro(int At, string Id, JinjaParameters Parameters, IReadOnlyList<JinjaStatement> Body) : JinjaStatement(At)
    {
        public override IEnumerable<JinjaStatement> Inner => Body;
    }

    /// <summary>A call of a macro with a body, which the macro gets as <c>caller</c>.</summary>
    internal sealed record CallBlock(int At, JinjaParameters Parameters, JinjaNode.Call Call, IReadOnlyList<JinjaStatement> Body) : JinjaStatement(At)
    {
        public override IEnumerable<JinjaNode> Expressions => [Call];

        public override IEnumerable<JinjaStatement> Inner => Body;
    }

    internal sealed record FilterBlock(int At, IReadOnlyList<JinjaNode.Filter> Filters, IReadOnlyList<JinjaStatement> Body) : JinjaStatement(At)
    {
        public override IEnumerable<JinjaNode> Expressions => Filters;

        public override IEnumerable<JinjaStatement> Inner => Body;
    }

    internal sealed record Include(int At, JinjaNode File, bool IgnoreMissing) : JinjaStatement(At);

    /// <param name="At">Where it begins.</param>
    /// <param name="File">The file.</param>
    /// <param name="Alias">The name that gets everything of the file, for <c>import … as</c>.</param>
    /// <param name="Names">Names in the file with names here, for <c>from … import</c>.</param>
    internal sealed record Import(int At, JinjaNode File, string? Alias, IReadOnlyList<KeyValuePair<string, string>> Names) : JinjaStatement(At);
}
