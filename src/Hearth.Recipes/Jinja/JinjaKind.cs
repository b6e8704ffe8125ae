namespace Hearth.Recipes.Jinja;

/// <summary>The kinds of value that an expression can have.</summary>
public enum JinjaKind
{
    Undefined,
    Null,
    Boolean,
    Integer,
    Float,
    Text,
    List,
    Map,
    Callable,
}
