namespace Hearth.Recipes.Generation.Drafts;

/// <summary>When a line of a recipe holds, as both formats say it: an expression of <c>if</c>, and a selector in a comment.</summary>
public sealed record DraftCondition(string Expression, string Selector)
{
    public static readonly DraftCondition Unix = new("unix", "unix");
    public static readonly DraftCondition Windows = new("win", "win");
    public static readonly DraftCondition Cross = new("build_platform != target_platform", "build_platform != target_platform");

    /// <summary>The condition that both hold.</summary>
    public DraftCondition And(DraftCondition other) => new($"{Wrapped(Expression)} and {Wrapped(other.Expression)}", $"{Wrapped(Selector)} and {Wrapped(other.Selector)}");

    private static string Wrapped(string text) => text.Contains(" or ", StringComparison.Ordinal) ? $"({text})" : text;
}
