using System.Text;

namespace Hearth.Recipes.Jinja;

/// <summary>The text that a template makes, with the line of the template that each of its lines comes from.</summary>
internal sealed class JinjaOutput(string source, JinjaMeter meter)
{
    private readonly StringBuilder _text = new();
    private readonly List<int> _lines = [];
    private int _lineOfSource = 1;
    private int _counted;
    private bool _atStart = true;

    public void Append(string piece, int at, bool isSource)
    {
        if (piece.Length == 0)
            return;
        meter.Spend(piece.Length);
        var line = LineAt(at);
        foreach (var part in piece.AsSpan().Split('\n'))
        {
            if (part.Start.Value > 0)
            {
                _atStart = true;
                line += isSource ? 1 : 0;
            }
            if (_atStart && part.Start.Value < piece.Length)
            {
                _lines.Add(line);
                _atStart = false;
            }
        }
        _text.Append(piece);
    }

    public override string ToString() => _text.ToString();

    public RenderedText ToRendering()
    {
        // As Jinja2 does, one line end at the end is dropped.
        var text = _text.ToString();
        return new(text.EndsWith('\n') ? text[..^1] : text, [.. _lines]);
    }

    // Pieces mostly come in the order of the source; loops and macros go back.
    private int LineAt(int at)
    {
        if (at < _counted)
            (_lineOfSource, _counted) = (1, 0);
        _lineOfSource += source.AsSpan(_counted..at).Count('\n');
        _counted = at;
        return _lineOfSource;
    }
}
