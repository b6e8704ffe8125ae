using System.Text;

namespace Hearth.Recipes.Syntax;

/// <summary>Changes of one text, in any order; none may overlap another. Everything outside them stays as it is.</summary>
public sealed class TextEdits
{
    private readonly List<TextEdit> _edits = [];

    public int Count => _edits.Count;

    public void Add(TextSpan span, string text) => _edits.Add(new TextEdit(span, text));

    /// <exception cref="InvalidOperationException">Two changes overlap.</exception>
    public string ApplyTo(string text)
    {
        var result = new StringBuilder(text.Length + 256);
        var at = 0;
        // A stable sort: insertions at one place appear in the order given.
        foreach (var edit in _edits.OrderBy(edit => edit.Span.Start).ThenBy(edit => edit.Span.Length != 0))
        {
            if (edit.Span.Start < at)
                throw new InvalidOperationException($"two edits overlap at character {edit.Span.Start}");
            result.Append(text, at, edit.Span.Start - at).Append(edit.Text);
            at = edit.Span.End;
        }
        return result.Append(text, at, text.Length - at).ToString();
    }
}
