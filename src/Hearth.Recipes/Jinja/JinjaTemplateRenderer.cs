namespace Hearth.Recipes.Jinja;

/// <summary>Renders one template.</summary>
internal sealed class JinjaTemplateRenderer
{
    private const int MostImports = 8;

    private readonly JinjaTemplate _template;
    private readonly int _imports;
    private readonly JinjaScope _scope;
    private readonly JinjaSettings _settings;
    private readonly JinjaMeter _meter;
    private readonly Func<string, string?> _files;
    private readonly JinjaEvaluator _evaluator;
    private JinjaOutput _output;
    private JinjaFrame _frame;

    public JinjaTemplateRenderer(JinjaTemplate template, JinjaScope scope, JinjaSettings settings, JinjaMeter meter, Func<string, string?> files, int imports = 0)
    {
        _imports = imports;
        (_template, _scope, _settings, _meter, _files) = (template, scope, settings, meter, files);
        _output = new(template.Text, meter);
        _frame = new(null, scope);
        _evaluator = new(name => _frame.Find(name), settings, meter);
    }

    /// <summary>What the template has set at its outermost level.</summary>
    public JinjaFrame Frame => _frame;

    public RenderedText Render()
    {
        Run(_template.Body);
        return _output.ToRendering();
    }

    private void Run(IReadOnlyList<JinjaStatement> body)
    {
        foreach (var statement in body)
        {
            try
            {
                _meter.Enter();
                Run(statement);
                _meter.Leave();
            }
            catch (JinjaException wrong) when (!wrong.IsPlaced)
            {
                throw wrong.Placed(statement.At);
            }
        }
    }

    private void Run(JinjaStatement statement)
    {
        switch (statement)
        {
            case JinjaStatement.Text text:
                _output.Append(text.Content, text.At, isSource: true);
                break;
            case JinjaStatement.Output output:
                _output.Append(_evaluator.RunDefined(output.Value).ToText(_settings.Dialect), output.At, isSource: false);
                break;
            case JinjaStatement.Do expression:
                _evaluator.Run(expression.Value);
                break;
            case JinjaStatement.If choice:
                RunIf(choice);
                break;
            case JinjaStatement.For loop:
                RunFor(loop);
                break;
            case JinjaStatement.Set set:
                RunSet(set);
                break;
            case JinjaStatement.With with:
                Inside(() =>
                {
                    foreach (var (name, value) in with.Values)
                        _frame.Set(name, _evaluator.Run(value));
                    Run(with.Body);
                });
                break;
            case JinjaStatement.Macro macro:
                _frame.Set(macro.Id, Macro(macro.Id, macro.Parameters, macro.Body));
                break;
            case JinjaStatement.CallBlock block:
                RunCall(block);
                break;
            case JinjaStatement.FilterBlock block:
                _output.Append(Filtered(block.Body, block.Filters).ToText(_settings.Dialect), block.At, isSource: false);
                break;
            case JinjaStatement.Include include:
                RunInclude(include);
                break;
            case JinjaStatement.Import import:
                RunImport(import);
                break;
            default:
                throw new InvalidOperationException($"no rendering of {statement.GetType().Name}");
        }
    }

    private void RunIf(JinjaStatement.If choice)
    {
        foreach (var (condition, body) in choice.Branches)
        {
            if (condition is not null && !_evaluator.RunTruth(condition))
                continue;
            Run(body);
            return;
        }
    }

    private void RunFor(JinjaStatement.For loop)
    {
        var value = _evaluator.RunDefined(loop.Items);
        var items = JinjaSequences.Elements(value) ?? throw new JinjaException(JinjaDiagnostics.Failed, $"{value.Describe()} has no elements", null, loop.Items.At);
        _meter.Spend(items.Count);
        if (loop.Condition is not null)
            items = Chosen(loop, items);
        for (var i = 0; i < items.Count; i++)
        {
            var at = i;
            Inside(() =>
            {
                Assign(loop.Targets, items[at]);
                _frame.Set("loop", LoopState(items, at));
                Run(loop.Body);
            });
        }
        if (items.Count == 0)
            Run(loop.Else);
    }

    private List<JinjaValue> Chosen(JinjaStatement.For loop, IReadOnlyList<JinjaValue> items)
    {
        List<JinjaValue> chosen = [];
        foreach (var item in items)
        {
            Inside(() =>
            {
                Assign(loop.Targets, item);
                if (_evaluator.RunTruth(loop.Condition!))
                    chosen.Add(item);
            });
        }
        return chosen;
    }

    private static JinjaValue LoopState(IReadOnlyList<JinjaValue> items, int at) => JinjaValue.Map(new Dictionary<string, JinjaValue>(StringComparer.Ordinal)
    {
        ["index"] = JinjaValue.Of(at + 1),
        ["index0"] = JinjaValue.Of(at),
        ["revindex"] = JinjaValue.Of(items.Count - at),
        ["revindex0"] = JinjaValue.Of(items.Count - at - 1),
        ["first"] = JinjaValue.Of(at == 0),
        ["last"] = JinjaValue.Of(at == items.Count - 1),
        ["length"] = JinjaValue.Of(items.Count),
        ["previtem"] = at > 0 ? items[at - 1] : JinjaValue.Undefined("loop.previtem"),
        ["nextitem"] = at + 1 < items.Count ? items[at + 1] : JinjaValue.Undefined("loop.nextitem"),
        ["cycle"] = JinjaValue.Callable("cycle", call => call.Positional.Count > 0 ? call.Positional[at % call.Positional.Count] : throw JinjaCall.Fail("'cycle' needs values")),
    });

    private void RunSet(JinjaStatement.Set set)
    {
        var value = set.Value is not null ? _evaluator.Run(set.Value) : Filtered(set.Body, set.Filters);
        if (set.Member is null)
        {
            Assign(set.Targets, value);
            return;
        }
        var name = set.Targets[0];
        var space = _frame.Find(name);
        if (space?.Kind != JinjaKind.Map)
            throw new JinjaException(JinjaDiagnostics.Failed, $"'{name}' is not a namespace");
        _meter.Spend(space.AsMap.Count);
        _frame.Replace(name, JinjaValue.Map(new JinjaMap(space.AsMap.Append(new(JinjaValue.Of(set.Member), value)))));
    }

    private void Assign(IReadOnlyList<string> targets, JinjaValue value)
    {
        if (targets.Count == 1)
        {
            _frame.Set(targets[0], value);
            return;
        }
        var parts = value.Kind == JinjaKind.Undefined ? [.. targets.Select(JinjaValue.Undefined)] : JinjaSequences.Elements(value);
        if (parts?.Count != targets.Count)
            throw new JinjaException(JinjaDiagnostics.Failed, $"{value.Describe()} does not have {targets.Count} elements");
        for (var i = 0; i < targets.Count; i++)
            _frame.Set(targets[i], parts[i]);
    }

    private JinjaValue Macro(string name, JinjaParameters parameters, IReadOnlyList<JinjaStatement> body)
    {
        var around = _frame;
        return JinjaValue.Callable(name, call =>
        {
            var frame = around.Inner();
            Bind(frame, parameters, call);
            return JinjaValue.Of(Captured(frame, body));
        });
    }

    private void Bind(JinjaFrame frame, JinjaParameters parameters, JinjaCall call)
    {
        for (var i = 0; i < parameters.Items.Count; i++)
        {
            var (name, fallback) = parameters.Items[i];
            frame.Set(name, call.Argument(i, name) ?? (fallback is null ? JinjaValue.Undefined(name) : _evaluator.Run(fallback)));
        }
        frame.Set("varargs", JinjaValue.List([.. call.Positional.Skip(parameters.Items.Count)]));
        frame.Set("kwargs", JinjaValue.Map(call.Named.Where(argument => parameters.Items.All(parameter => parameter.Key != argument.Key))));
        if (call.Named.TryGetValue("caller", out var caller))
            frame.Set("caller", caller);
    }

    private void RunCall(JinjaStatement.CallBlock block)
    {
        const string Caller = "caller";
        var caller = Macro(Caller, block.Parameters, block.Body);
        Inside(() =>
        {
            _frame.Set(" caller", caller);
            var arguments = new JinjaArguments(block.Call.Arguments.Positional, [.. block.Call.Arguments.Named, new(Caller, new JinjaNode.Name(block.At, " caller"))]);
            _output.Append(_evaluator.RunDefined(block.Call with { Arguments = arguments }).ToText(_settings.Dialect), block.At, isSource: false);
        });
    }

    private JinjaValue Filtered(IReadOnlyList<JinjaStatement> body, IReadOnlyList<JinjaNode.Filter> filters) =>
        filters.Aggregate(JinjaValue.Of(Captured(_frame.Inner(), body)), (value, filter) => _evaluator.Apply(filter, value));

    private void RunInclude(JinjaStatement.Include include)
    {
        var name = FileName(include.File);
        var text = _files(name);
        if (text is null && !include.IgnoreMissing)
            throw new JinjaException(JinjaDiagnostics.Failed, $"there is no file '{name}' in the recipe's folder", null, include.File.At);
        if (text is not null)
            _output.Append(Inner(name, text, include.File.At).Render().Text, include.At, isSource: false);
    }

    private void RunImport(JinjaStatement.Import import)
    {
        var name = FileName(import.File);
        var text = _files(name) ?? throw new JinjaException(JinjaDiagnostics.Failed, $"there is no file '{name}' in the recipe's folder", null, import.File.At);
        var inner = Inner(name, text, import.File.At);
        RunInner(inner, name, import.File.At);
        if (import.Alias is not null)
            _frame.Set(import.Alias, JinjaValue.Map(inner.Frame.Values));
        foreach (var (there, here) in import.Names)
            _frame.Set(here, inner.Frame.Find(there) ?? JinjaValue.Undefined(there));
    }

    private string FileName(JinjaNode file)
    {
        var value = _evaluator.RunDefined(file);
        return value.Kind == JinjaKind.Text ? value.AsText : throw new JinjaException(JinjaDiagnostics.Failed, $"{value.Describe()} is not the name of a file", null, file.At);
    }

    private JinjaTemplateRenderer Inner(string name, string text, int at)
    {
        _meter.Spend(text.Length);
        if (_imports == MostImports)
            throw new JinjaException(JinjaDiagnostics.TooMuch, $"files import each other more than {MostImports} deep", null, at);
        try
        {
            return new(JinjaTemplate.Parse(text), _scope, _settings, _meter, _files, _imports + 1);
        }
        catch (JinjaException wrong)
        {
            throw InFile(name, text, wrong, at);
        }
    }

    private static void RunInner(JinjaTemplateRenderer inner, string name, int at)
    {
        try
        {
            inner.Render();
        }
        catch (JinjaException wrong)
        {
            throw InFile(name, inner._template.Text, wrong, at);
        }
    }

    private static JinjaException InFile(string name, string text, JinjaException wrong, int at) =>
        new(wrong.Error.Kind, $"{name}:{wrong.Error.PositionIn(text)}: {wrong.Error.Message}", wrong.Error.Hint, at);

    private void Inside(Action action)
    {
        var outer = _frame;
        _frame = outer.Inner();
        _meter.Enter();
        action();
        _meter.Leave();
        _frame = outer;
    }

    private string Captured(JinjaFrame frame, IReadOnlyList<JinjaStatement> body)
    {
        var (outerFrame, outerOutput) = (_frame, _output);
        (_frame, _output) = (frame, new(_template.Text, _meter));
        Run(body);
        var text = _output.ToString();
        (_frame, _output) = (outerFrame, outerOutput);
        return text;
    }
}
