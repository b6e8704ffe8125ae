namespace Hearth.Channels.Patches.Yaml.Conditions;

/// <summary>How comparisons are written and what they mean.</summary>
internal static class Comparisons
{
    /// <summary>The endings of the keys, such as <c>version_lt</c>.</summary>
    public static IReadOnlyDictionary<string, Comparison> Suffixes { get; } = new Dictionary<string, Comparison>
    {
        ["_lt"] = Comparison.Less,
        ["_le"] = Comparison.LessOrEqual,
        ["_gt"] = Comparison.Greater,
        ["_ge"] = Comparison.GreaterOrEqual,
        ["_eq"] = Comparison.Equal,
        ["_ne"] = Comparison.NotEqual,
    };

    /// <summary>Whether the comparison holds for two values of which <paramref name="order"/> tells the order, as CompareTo does.</summary>
    public static bool Holds(this Comparison comparison, int order) => comparison switch
    {
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        Comparison.GreaterOrEqual => order >= 0,
        Comparison.Equal => order == 0,
        _ => order != 0,
    };
}
