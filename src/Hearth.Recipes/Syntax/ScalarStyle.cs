namespace Hearth.Recipes.Syntax;

/// <summary>How a scalar is written (YAML 1.2 §7.3, §8.1).</summary>
public enum ScalarStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
}
