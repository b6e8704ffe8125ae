namespace Hearth.Recipes.Jinja;

internal enum JinjaTokenKind
{
    End,
    Name,
    Text,
    Number,
    Symbol,
}
