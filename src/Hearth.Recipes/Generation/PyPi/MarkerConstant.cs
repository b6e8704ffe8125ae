namespace Hearth.Recipes.Generation.PyPi;

/// <summary>A marker that is decided.</summary>
public sealed record MarkerConstant(bool Holds) : MarkerExpression
{
    public override IEnumerable<MarkerComparison> Comparisons => [];

    public override MarkerExpression Simplify(Func<MarkerComparison, bool?> decide) => this;

    public override string ToString() => Holds ? "true" : "false";
}
