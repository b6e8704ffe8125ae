namespace Hearth.Recipes.Jinja;

/// <summary>The statements of a template.</summary>
internal sealed partial class JinjaTemplateParser
{
    private JinjaStatement? Statement(int opening, JinjaExpressionParser parser)
    {
        var word = parser.Ahead;
        if (word.Kind != JinjaTokenKind.Name)
            throw parser.Wrong("the name of a statement is expected");
        parser.Take();
        return word.Word switch
        {
            "set" => Set(opening, parser),
            "if" => If(opening, parser),
            "for" => For(opening, parser),
            "macro" => Macro(opening, parser),
            "call" => CallBlock(opening, parser),
            "filter" => FilterBlock(opening, parser),
            "with" => With(opening, parser),
            "raw" => Raw(opening, parser),
            "import" => Import(opening, parser),
            "from" => FromImport(opening, parser),
            "include" => Include(opening, parser),
            "do" => Do(opening, parser),
            "extends" or "block" or "trans" or "autoescape" => throw Unsupported(word),
            _ => throw new JinjaException(JinjaDiagnostics.Syntax, $"there is no statement '{word.Word}' here", null, word.At),
        };
    }

    private static JinjaException Unsupported(JinjaToken word) =>
        new(JinjaDiagnostics.Syntax, $"'{word.Word}' has no meaning in a recipe", null, word.At);

    private JinjaStatement.Do Do(int opening, JinjaExpressionParser parser)
    {
        var value = parser.Expressions();
        Close(parser, opening, "%}");
        return new(opening, value);
    }

    private JinjaStatement.Set Set(int opening, JinjaExpressionParser parser)
    {
        List<string> targets = [parser.TakeName()];
        var member = parser.Skip(".") ? parser.TakeName() : null;
        while (member is null && parser.Skip(","))
            targets.Add(parser.TakeName());
        if (parser.Skip("="))
        {
            var value = parser.Expressions();
            Close(parser, opening, "%}");
            return new(opening, targets, member, value, [], []);
        }
        var filters = Filters(parser);
        Close(parser, opening, "%}");
        return new(opening, targets, member, null, BodyUpTo("endset"), filters);
    }

    private static List<JinjaNode.Filter> Filters(JinjaExpressionParser parser)
    {
        List<JinjaNode.Filter> filters = [];
        while (parser.Ahead.Is("|"))
            filters.Add(parser.Filter(new JinjaNode.Constant(parser.Ahead.At, JinjaValue.Null)));
        return filters;
    }

    private JinjaStatement.If If(int opening, JinjaExpressionParser parser)
    {
        List<KeyValuePair<JinjaNode?, IReadOnlyList<JinjaStatement>>> branches = [];
        JinjaNode? condition = parser.Expressions();
        Close(parser, opening, "%}");
        while (true)
        {
            var body = Body(condition is null ? ["endif"] : ["elif", "else", "endif"], out var end);
            branches.Add(new(condition, body));
            if (!end!.Ahead.IsWord("elif"))
            {
                if (CloseEnd(end) == "endif")
                    return new(opening, branches);
                condition = null;
                continue;
            }
            end.Take();
            condition = end.Expressions();
            Close(end, _at, "%}");
        }
    }

    private JinjaStatement.For For(int opening, JinjaExpressionParser parser)
    {
        List<string> targets = [];
        var parentheses = parser.Skip("(");
        do
            targets.Add(parser.TakeName());
        while (parser.Skip(",") && !parser.Ahead.IsWord("in"));
        if (parentheses)
            parser.Expect(")");
        if (!parser.SkipWord("in"))
            throw parser.Wrong($"'in' is expected, not {parser.Ahead}");
        var items = parser.Expressions(withConditional: false);
        var condition = parser.SkipWord("if") ? parser.Expression() : null;
        parser.SkipWord("recursive");
        Close(parser, opening, "%}");
        var body = Body(["else", "endfor"], out var end);
        var otherwise = CloseEnd(end!) == "else" ? BodyUpTo("endfor") : [];
        return new(opening, targets, items, condition, body, otherwise);
    }

    private static JinjaParameters Parameters(JinjaExpressionParser parser)
    {
        List<KeyValuePair<string, JinjaNode?>> parameters = [];
        parser.Expect("(");
        while (!parser.Ahead.Is(")"))
        {
            var name = parser.TakeName();
            parameters.Add(new(name, parser.Skip("=") ? parser.Expression() : null));
            if (!parser.Skip(","))
                break;
        }
        parser.Expect(")");
        return new(parameters);
    }

    private JinjaStatement.Macro Macro(int opening, JinjaExpressionParser parser)
    {
        var name = parser.TakeName();
        var parameters = Parameters(parser);
        Close(parser, opening, "%}");
        return new(opening, name, parameters, BodyUpTo("endmacro"));
    }

    private JinjaStatement.CallBlock CallBlock(int opening, JinjaExpressionParser parser)
    {
        var parameters = parser.Ahead.Is("(") ? Parameters(parser) : JinjaParameters.None;
        if (parser.Expression() is not JinjaNode.Call call)
            throw parser.Wrong("a call of a macro is expected");
        Close(parser, opening, "%}");
        return new(opening, parameters, call, BodyUpTo("endcall"));
    }

    private JinjaStatement.FilterBlock FilterBlock(int opening, JinjaExpressionParser parser)
    {
        List<JinjaNode.Filter> filters = [parser.FirstFilter(), .. Filters(parser)];
        Close(parser, opening, "%}");
        return new(opening, filters, BodyUpTo("endfilter"));
    }

    private JinjaStatement.With With(int opening, JinjaExpressionParser parser)
    {
        List<KeyValuePair<string, JinjaNode>> values = [];
        while (parser.Ahead.Kind == JinjaTokenKind.Name)
        {
            var name = parser.TakeName();
            parser.Expect("=");
            values.Add(new(name, parser.Expression()));
            if (!parser.Skip(","))
                break;
        }
        Close(parser, opening, "%}");
        return new(opening, values, BodyUpTo("endwith"));
    }

    private JinjaStatement.Text? Raw(int opening, JinjaExpressionParser parser)
    {
        Close(parser, opening, "%}");
        var begin = _at;
        for (var tag = text.IndexOf("{%", begin, StringComparison.Ordinal); tag >= 0; tag = text.IndexOf("{%", tag + 2, StringComparison.Ordinal))
        {
            var inner = text.IndexOf("%}", tag + 2, StringComparison.Ordinal);
            if (inner < 0)
                break;
            if (!text.AsSpan((tag + 2)..inner).Trim("-+ \t\r\n").SequenceEqual("endraw"))
                continue;
            _at = inner + 2;
            _trimNext = text[inner - 1] == '-';
            var content = text[begin..tag];
            content = text[tag + 2] == '-' ? content.TrimEnd() : content;
            return new(begin, content);
        }
        throw new JinjaException(JinjaDiagnostics.Syntax, "'endraw' is missing", null, opening);
    }

    private JinjaStatement.Include Include(int opening, JinjaExpressionParser parser)
    {
        var file = parser.Expression();
        var optional = parser.SkipWord("ignore") && parser.SkipWord("missing");
        SkipContext(parser);
        Close(parser, opening, "%}");
        return new(opening, file, optional);
    }

    private JinjaStatement.Import Import(int opening, JinjaExpressionParser parser)
    {
        var file = parser.Expression();
        if (!parser.SkipWord("as"))
            throw parser.Wrong($"'as' is expected, not {parser.Ahead}");
        var alias = parser.TakeName();
        SkipContext(parser);
        Close(parser, opening, "%}");
        return new(opening, file, alias, []);
    }

    private JinjaStatement.Import FromImport(int opening, JinjaExpressionParser parser)
    {
        var file = parser.Expression();
        if (!parser.SkipWord("import"))
            throw parser.Wrong($"'import' is expected, not {parser.Ahead}");
        List<KeyValuePair<string, string>> names = [];
        do
        {
            var name = parser.TakeName();
            names.Add(new(name, parser.SkipWord("as") ? parser.TakeName() : name));
        }
        while (parser.Skip(","));
        SkipContext(parser);
        Close(parser, opening, "%}");
        return new(opening, file, null, names);
    }

    private static void SkipContext(JinjaExpressionParser parser)
    {
        if (parser.SkipWord("with") || parser.SkipWord("without"))
            parser.SkipWord("context");
    }
}
