namespace Hearth.Recipes.Syntax;

/// <summary>What a scalar means by the core schema (YAML 1.2 §10.3.2).</summary>
public enum ScalarKind
{
    Null,
    Boolean,
    Integer,
    Float,
    Text,
}
