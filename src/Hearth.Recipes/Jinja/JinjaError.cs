using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Jinja;

/// <summary>What is wrong with an expression or a template, and where.</summary>
/// <param name="Kind">Which kind of problem, from <see cref="JinjaDiagnostics"/>.</param>
/// <param name="At">Offset in the text that was read, from 0, in UTF-16 units.</param>
/// <param name="Message">What is wrong, in words that follow a place.</param>
/// <param name="Hint">The next step, if there is an obvious one.</param>
public sealed record JinjaError(DiagnosticKind Kind, int At, string Message, string? Hint = null)
{
    /// <summary>The place of <see cref="At"/> in a text of several lines.</summary>
    public TextPosition PositionIn(ReadOnlySpan<char> text)
    {
        var before = text[..Math.Min(At, text.Length)];
        return new(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    public override string ToString() => Message;
}
