namespace Hearth.Recipes.Jinja;

/// <summary>What an evaluation may take before it is refused.</summary>
/// <param name="Steps">Parts of expressions evaluated and statements run.</param>
/// <param name="Depth">Parts inside parts, macros inside macros.</param>
/// <param name="Size">Characters and elements made on the way, all together.</param>
public sealed record JinjaLimits(int Steps, int Depth, long Size)
{
    public static JinjaLimits Default { get; } = new(300_000, 300, 8_000_000);
}
