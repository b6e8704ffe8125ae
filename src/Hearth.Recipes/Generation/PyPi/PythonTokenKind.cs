namespace Hearth.Recipes.Generation.PyPi;

internal enum PythonTokenKind
{
    Name,
    Text,

    /// <summary>A string whose value is computed, such as an f-string.</summary>
    ComputedText,
    Number,
    Sign,

    /// <summary>The end of a statement's line.</summary>
    NewLine,
    End,
}
