namespace Hearth.Recipes.Jinja;

/// <summary>Reads a template: its text, <c>{{ expressions }}</c>, <c>{% statements %}</c> and <c>{# comments #}</c>, and the marks that take blanks away.</summary>
internal sealed partial class JinjaTemplateParser(string text)
{
    private const int MaxDepth = 40;

    private int _at;
    private int _depth;
    private bool _trimNext;

    public IReadOnlyList<JinjaStatement> Parse()
    {
        var body = Body([], out _);
        return body;
    }

    /// <summary>Reads statements up to one of the given ones, whose header is left to the caller.</summary>
    private List<JinjaStatement> Body(string[] ends, out JinjaExpressionParser? end)
    {
        if (++_depth > MaxDepth)
            throw new JinjaException(JinjaDiagnostics.TooMuch, $"statements are nested more than {MaxDepth} deep", null, _at);
        List<JinjaStatement> body = [];
        var begin = _at;
        while (true)
        {
            var opening = NextOpening();
            AddText(body, opening);
            if (opening == text.Length)
                break;
            _at = opening + 2 + (MarkAt(opening + 2) ? 1 : 0);
            if (text[opening + 1] == '#')
            {
                SkipComment(opening);
            }
            else if (text[opening + 1] == '{')
            {
                var parser = new JinjaExpressionParser(text, _at, "}}");
                var value = parser.Expressions();
                Close(parser, opening, "}}");
                body.Add(new JinjaStatement.Output(opening, value));
            }
            else
            {
                var parser = new JinjaExpressionParser(text, _at, "%}");
                if (parser.Ahead.Kind == JinjaTokenKind.Name && ends.Contains(parser.Ahead.Word))
                {
                    end = parser;
                    _at = opening;
                    _depth--;
                    return body;
                }
                if (Statement(opening, parser) is { } statement)
                    body.Add(statement);
            }
        }
        if (ends.Length > 0)
            throw new JinjaException(JinjaDiagnostics.Syntax, $"'{ends[^1]}' is missing", null, Math.Max(0, begin - 1));
        end = null;
        _depth--;
        return body;
    }

    private int NextOpening()
    {
        for (var i = _at; i + 1 < text.Length; i++)
        {
            if (text[i] == '{' && text[i + 1] is '{' or '%' or '#')
                return i;
        }
        return text.Length;
    }

    private void AddText(List<JinjaStatement> body, int end)
    {
        var (begin, stop) = (_at, end);
        if (_trimNext)
        {
            while (begin < stop && char.IsWhiteSpace(text[begin]))
                begin++;
        }
        if (end + 2 < text.Length && text[end + 2] == '-')
        {
            while (stop > begin && char.IsWhiteSpace(text[stop - 1]))
                stop--;
        }
        _trimNext = false;
        if (stop > begin)
            body.Add(new JinjaStatement.Text(begin, text[begin..stop]));
    }

    private bool MarkAt(int at) => at < text.Length && text[at] is '-' or '+';

    private void SkipComment(int opening)
    {
        var end = text.IndexOf("#}", _at, StringComparison.Ordinal);
        if (end < 0)
            throw new JinjaException(JinjaDiagnostics.Syntax, "the closing '#}' is missing", null, opening);
        _trimNext = text[end - 1] == '-';
        _at = end + 2;
    }

    private void Close(JinjaExpressionParser parser, int opening, string closing)
    {
        var end = parser.ExpectEnd();
        if (end >= text.Length)
            throw new JinjaException(JinjaDiagnostics.Syntax, $"the closing '{closing}' is missing", null, opening);
        _trimNext = text[end] == '-';
        _at = end + (text[end] is '-' or '+' ? 1 : 0) + closing.Length;
    }

    /// <summary>Reads the statement that ends a body, and says which it is.</summary>
    private string CloseEnd(JinjaExpressionParser end)
    {
        var name = end.TakeName();
        Close(end, _at, "%}");
        return name;
    }

    private List<JinjaStatement> BodyUpTo(string end)
    {
        var body = Body([end], out var parser);
        parser!.TakeName();
        // Jinja2 lets endmacro and endblock repeat the name.
        if (parser.Ahead.Kind == JinjaTokenKind.Name)
            parser.Take();
        Close(parser, _at, "%}");
        return body;
    }
}
