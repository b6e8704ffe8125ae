namespace Hearth.Recipes.Generation.PyPi;

/// <summary>Several markers joined by <c>and</c> or <c>or</c>.</summary>
/// <param name="Parts">Two or more.</param>
/// <param name="IsAll">Whether all must hold; else one is enough.</param>
public sealed record MarkerGroup(IReadOnlyList<MarkerExpression> Parts, bool IsAll) : MarkerExpression
{
    public override IEnumerable<MarkerComparison> Comparisons => Parts.SelectMany(part => part.Comparisons);

    public override MarkerExpression Simplify(Func<MarkerComparison, bool?> decide) => Join(Parts.Select(part => part.Simplify(decide)), IsAll);

    public bool Equals(MarkerGroup? other) => other is not null && IsAll == other.IsAll && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => HashCode.Combine(IsAll, Parts.Count);

    public override string ToString() =>
        string.Join(IsAll ? " and " : " or ", Parts.Select(part => part is MarkerGroup { IsAll: false } && IsAll ? $"({part})" : part.ToString()));
}
