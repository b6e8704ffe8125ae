using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.MetaYaml;

/// <summary>The lines of a meta.yaml whose selectors are true.</summary>
/// <param name="Text">The lines that are left, without their selectors.</param>
/// <param name="Lines">For each of them its line in the file, from 1.</param>
public sealed record SelectedText(string Text, IReadOnlyList<int> Lines)
{
    public static SelectedText Of(string text, string? file, JinjaScope scope, List<Diagnostic> problems)
    {
        var selected = new System.Text.StringBuilder(text.Length);
        List<int> lines = [];
        Dictionary<string, bool> known = new(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var kept = line;
            if (SelectorComment.Of(line) is { } selector)
            {
                if (!known.TryGetValue(selector.Condition, out var holds))
                    known[selector.Condition] = holds = Holds(selector, number, file, scope, problems);
                if (!holds)
                    continue;
                kept = line[..selector.ContentLength];
            }
            selected.Append(kept).Append('\n');
            lines.Add(number);
        }
        return new(selected.ToString(), lines);
    }

    public int SourceLine(int line) => Lines.Count == 0 ? 1 : Lines[Math.Clamp(line - 1, 0, Lines.Count - 1)];

    private static bool Holds(SelectorComment selector, int line, string? file, JinjaScope scope, List<Diagnostic> problems)
    {
        if (!JinjaExpression.TryParse(selector.Condition, out var expression, out var error))
        {
            problems.Add(MetaYamlDiagnostics.BadSelector.In(file, $"the selector '{selector.Condition}' cannot be read: {error.Message}", null, new(line, selector.At + error.At + 1)));
            return false;
        }
        if (expression.TryEvaluate(scope, JinjaSettings.V0, out var value, out error))
            return value.IsTrue;
        problems.Add(MetaYamlDiagnostics.BadSelector.In(file, $"the selector '{selector.Condition}' cannot be evaluated: {error.Message}", null, new(line, selector.At + error.At + 1)));
        return false;
    }
}
