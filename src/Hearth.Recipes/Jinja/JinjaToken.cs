namespace Hearth.Recipes.Jinja;

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What sort of word it is.</param>
/// <param name="At">Where it begins.</param>
/// <param name="Word">A name or a symbol as spelled; a text without quotes and escapes; otherwise empty.</param>
/// <param name="Value">The value of a number.</param>
internal readonly record struct JinjaToken(JinjaTokenKind Kind, int At, string Word, JinjaValue? Value = null)
{
    public bool Is(string symbol) => Kind == JinjaTokenKind.Symbol && Word == symbol;

    public bool IsWord(string name) => Kind == JinjaTokenKind.Name && Word == name;

    public override string ToString() => Kind == JinjaTokenKind.End ? "the end" : $"'{(Value is null ? Word : Value.ToString())}'";
}
