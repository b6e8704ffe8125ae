namespace Hearth.Recipes.Generation.PyPi;

/// <summary>A token of a Python file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of a string, what it stands for.</param>
/// <param name="Indent">How far its line is indented.</param>
internal readonly record struct PythonToken(PythonTokenKind Kind, string Text, int Indent);
