namespace Hearth.Recipes.Jinja;

/// <summary>Comparisons as Python has them. An undefined value is equal to nothing but another, and neither less nor greater.</summary>
internal static class JinjaComparison
{
    /// <summary>Whether a comparison holds; across kinds, as the tools for recipe.yaml have it, a text is greater than any number.</summary>
    public static bool Holds(JinjaOperator comparison, JinjaValue left, JinjaValue right, bool acrossKinds = false) => comparison switch
    {
        JinjaOperator.Equal => left.Equals(right),
        JinjaOperator.NotEqual => !left.Equals(right),
        JinjaOperator.In => Contains(right, left),
        JinjaOperator.NotIn => !Contains(right, left),
        _ => IsOrdered(comparison, left, right, acrossKinds),
    };

    /// <summary>Sorts values of one kind, and numbers of any.</summary>
    /// <exception cref="JinjaException">The values have no order.</exception>
    public static int Order(JinjaValue left, JinjaValue right)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return left.Kind == JinjaKind.Float || right.Kind == JinjaKind.Float
                ? left.AsFloat.CompareTo(right.AsFloat)
                : left.AsInteger.CompareTo(right.AsInteger);
        }
        if (left.Kind == JinjaKind.Text && right.Kind == JinjaKind.Text)
            return string.CompareOrdinal(left.AsText, right.AsText);
        if (left.Kind != JinjaKind.List || right.Kind != JinjaKind.List)
            throw new JinjaException(JinjaDiagnostics.Failed, $"{left.Describe()} and {right.Describe()} have no order");
        for (var i = 0; i < Math.Min(left.AsList.Count, right.AsList.Count); i++)
        {
            if (!left.AsList[i].Equals(right.AsList[i]))
                return Order(left.AsList[i], right.AsList[i]);
        }
        return left.AsList.Count.CompareTo(right.AsList.Count);
    }

    public static bool Contains(JinjaValue whole, JinjaValue part) => whole.Kind switch
    {
        JinjaKind.Text when part.Kind == JinjaKind.Text => whole.AsText.Contains(part.AsText, StringComparison.Ordinal),
        JinjaKind.List => whole.AsList.Contains(part),
        JinjaKind.Map => whole.AsMap.TryGet(part, out _),
        JinjaKind.Undefined => false,
        JinjaKind.Text when part.Kind == JinjaKind.Undefined => false,
        _ => throw new JinjaException(JinjaDiagnostics.Failed, $"{part.Describe()} cannot be in {whole.Describe()}"),
    };

    private static bool IsOrdered(JinjaOperator comparison, JinjaValue left, JinjaValue right, bool acrossKinds)
    {
        if (left.Kind == JinjaKind.Undefined || right.Kind == JinjaKind.Undefined)
            return false;
        var order = acrossKinds && left.Kind != right.Kind && !(left.IsNumber && right.IsNumber) ? left.Kind.CompareTo(right.Kind) : Order(left, right);
        return comparison switch
        {
            JinjaOperator.Less => order < 0,
            JinjaOperator.LessOrEqual => order <= 0,
            JinjaOperator.Greater => order > 0,
            _ => order >= 0,
        };
    }
}
