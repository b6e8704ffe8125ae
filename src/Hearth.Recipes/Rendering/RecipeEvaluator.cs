using System.Text.Json.Nodes;
using Hearth.Conda.MatchSpecs;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Rendering;

/// <summary>Values of a recipe to what they are under one variant: templates rendered, conditions decided, absent values dropped.</summary>
internal sealed class RecipeEvaluator(SyntaxTree tree, TemplateCache templates, JinjaScope scope, List<Diagnostic> problems)
{
    private static readonly JinjaSettings Settings = JinjaSettings.V1 with { Undefined = UndefinedUse.Condition };

    /// <summary>The same with more names.</summary>
    public RecipeEvaluator With(JinjaScope other) => new(tree, templates, other, problems);

    /// <summary>The value in a shape; null if it is absent, which includes templates that yield nothing.</summary>
    public JsonNode? Evaluate(SyntaxNode node, Shape shape) => shape switch
    {
        ByKindShape kinds => Evaluate(node, kinds),
        WrappedShape wrapped => Evaluate(node, wrapped.Value) is { } value ? new JsonObject { [wrapped.Key] = value } : null,
        ListShape list => EvaluateList(node, list),
        MapShape map => EvaluateMap(node, map),
        FreeMapShape map => EvaluateFreeMap(node, map.Value, map.Keys),
        AnyShape => Anything(node),
        _ when node is ScalarNode scalar => EvaluateScalar(scalar, shape),
        _ => Wrong(node, $"expected {Describe(shape)}, found {Describe(node)}"),
    };

    /// <summary>The value of a text that may be a template; null if it cannot be evaluated.</summary>
    public JinjaValue? Value(ScalarNode scalar)
    {
        if (!scalar.Value.Contains("${{", StringComparison.Ordinal))
            return ScalarValues.Of(scalar);
        if (scalar.Value.Contains("{%", StringComparison.Ordinal))
            return Guarded(scalar, () => WithStatements(templates.Statements(scalar)));
        return Guarded(scalar, () => templates.Text(scalar).Evaluate(scope, Settings));
    }

    // The tools count every name in such a text as used, whichever branch is taken.
    private JinjaValue WithStatements(JinjaTemplate template)
    {
        foreach (var name in template.Names)
            _ = scope.TryGet(name, out _);
        return JinjaValue.Of(template.Render(scope, Settings).Text);
    }

    /// <summary>Whether a condition holds; false if it cannot be evaluated.</summary>
    public bool Holds(SyntaxNode node)
    {
        if (node is not ScalarNode scalar)
        {
            Wrong(node, $"expected an expression, found {Describe(node)}");
            return false;
        }
        if (scalar.Kind == ScalarKind.Boolean)
            return scalar.Boolean;
        if (!scalar.Value.Contains("${{", StringComparison.Ordinal))
            return Guarded(scalar, () => templates.Condition(scalar).Evaluate(scope, Settings))?.IsTrue ?? false;
        // A template within a condition is rendered first, and makes a condition in its turn.
        var value = Value(scalar);
        return value?.Kind == JinjaKind.Text && value.AsText.Length > 0
            ? Guarded(scalar, () => JinjaExpression.Parse(value.AsText).Evaluate(scope, Settings))?.IsTrue ?? false
            : value?.IsTrue ?? false;
    }

    /// <summary>The items of a list, conditions decided and lists within flattened; a single value stands for a list of one.</summary>
    public IEnumerable<SyntaxNode> Items(SyntaxNode node)
    {
        if (node is SequenceNode list)
            return list.Items.SelectMany(Items);
        if (node is not MappingNode map || map.Find("if") is not { } condition)
            return node is ScalarNode { IsNull: true } ? [] : [node];
        foreach (var entry in map.Entries.Where(entry => entry.Name is not ("if" or "then" or "else")))
            Unknown(entry.Key, ["if", "then", "else"]);
        if (map.Find("then") is null)
            problems.Add(tree.At(RenderingDiagnostics.MissingKey, map, "'if' without 'then'"));
        return map.Find(Holds(condition.Value) ? "then" : "else") is { } chosen ? Items(chosen.Value) : [];
    }

    /// <summary>The items of a list whatever its conditions say.</summary>
    public static IEnumerable<SyntaxNode> Every(SyntaxNode node) => node switch
    {
        SequenceNode list => list.Items.SelectMany(Every),
        MappingNode map when map.Find("if") is not null => new[] { map["then"], map["else"] }.OfType<SyntaxNode>().SelectMany(Every),
        _ => [node],
    };

    public void Unknown(ScalarNode key, IEnumerable<string> known) =>
        problems.Add(tree.At(RenderingDiagnostics.UnknownKey, key, $"the key '{key.Value}' is not known here", Spelling.Hint(key.Value, known)));

    private JsonNode? Evaluate(SyntaxNode node, ByKindShape kinds)
    {
        var shape = node switch
        {
            SequenceNode => kinds.Sequence,
            MappingNode => kinds.Mapping,
            _ => kinds.Single,
        };
        return shape is null ? Wrong(node, $"{Describe(node)} is not allowed here") : Evaluate(node, shape);
    }

    private JsonNode EvaluateList(SyntaxNode node, ListShape list)
    {
        var array = new JsonArray();
        foreach (var chosen in Items(node))
        {
            if (Evaluate(chosen, list.Item) is { } value && !IsEmptyText(value))
                array.Add(value);
        }
        return list.SingleAlone && array is [{ } only] ? only.DeepClone() : array;
    }

    private JsonObject? EvaluateMap(SyntaxNode node, MapShape shape)
    {
        if (node is ScalarNode { IsNull: true })
            return null;
        if (node is not MappingNode map)
        {
            Wrong(node, $"expected a map, found {Describe(node)}");
            return null;
        }
        var result = new JsonObject();
        foreach (var entry in map.Entries)
        {
            if (!shape.Keys.TryGetValue(entry.Name, out var valueShape))
                Unknown(entry.Key, shape.Keys.Keys);
            else if (!IsNull(entry.Value) && Evaluate(entry.Value, valueShape) is { } value)
                result[entry.Name] = value;
        }
        return result;
    }

    private JsonObject? EvaluateFreeMap(SyntaxNode node, Shape shape, PatternShape? keys)
    {
        if (node is not MappingNode map)
        {
            if (!IsNull(node))
                Wrong(node, $"expected a map, found {Describe(node)}");
            return null;
        }
        var result = new JsonObject();
        foreach (var entry in map.Entries)
        {
            if (keys is not null && !keys.Allows(entry.Name))
                problems.Add(tree.At(RenderingDiagnostics.BadValue, entry.Key, $"'{entry.Name}' is not {keys.Description}"));
            if (!IsNull(entry.Value) && Evaluate(entry.Value, shape) is { } value && !IsEmptyText(value))
                result[entry.Name] = value;
        }
        return result;
    }

    private JsonNode? EvaluateScalar(ScalarNode scalar, Shape shape)
    {
        if (scalar.IsNull)
            return null;
        switch (shape)
        {
            case ScriptShape:
                return JsonValue.Create(scalar.Value);
            case ConditionShape:
                return JsonValue.Create(Holds(scalar));
        }
        var value = Value(scalar);
        if (value is null or { Kind: JinjaKind.Null or JinjaKind.Undefined })
            return null;
        return shape switch
        {
            IntegerShape => AsInteger(scalar, value),
            FlagShape => AsFlag(scalar, value),
            RequirementShape => AsRequirement(scalar, value),
            PatternShape pattern => AsPattern(scalar, value, pattern),
            TextShape text => AsText(scalar, value, text.Allowed),
            UrlShape => Url(AsText(scalar, value, null)),
            HexShape => AsText(scalar, value, null) is { } hex ? JsonValue.Create(hex.GetValue<string>().ToLowerInvariant()) : null,
            EntryPointShape => EntryPoint(AsText(scalar, value, null)),
            _ => throw new InvalidOperationException($"no scalar has the shape {shape}"),
        };
    }

    private JsonNode? AsText(ScalarNode scalar, JinjaValue value, IReadOnlyList<string>? allowed)
    {
        if (value.Kind is JinjaKind.List or JinjaKind.Map or JinjaKind.Callable)
            return Wrong(scalar, $"expected a text, found {value.Describe()}");
        // A number without quotes keeps its spelling: 1.10 stays 1.10. A block of text ends without its last line break.
        var text = scalar.Kind is ScalarKind.Float or ScalarKind.Integer ? scalar.Value : value.ToText(JinjaDialect.V1);
        if (allowed is not null && !allowed.Contains(text))
            return text.Length == 0 ? null : Wrong(scalar, $"'{text}' is not one of {string.Join(", ", allowed)}", Spelling.Hint(text, allowed));
        return JsonValue.Create(text.TrimEnd('\n'));
    }

    private static JsonNode? EntryPoint(JsonNode? text) => text?.GetValue<string>().Split('=', 2) is [var name, var target]
        ? JsonValue.Create($"{name.Trim()} = {target.Trim()}")
        : text;

    private static JsonNode? Url(JsonNode? text)
    {
        var url = text?.GetValue<string>();
        var host = url?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        return host > 0 && url![..host] is "http" or "https" && url!.AsSpan(host + 3).IndexOfAny('/', '?', '#') < 0 ? JsonValue.Create($"{url}/") : text;
    }

    private JsonNode? AsRequirement(ScalarNode scalar, JinjaValue value)
    {
        if (Requirements.Of(value) is not { } requirement)
            return Wrong(scalar, $"expected a requirement, found {value.Describe()}");
        if (requirement is JsonValue text && text.GetValue<string>() is { Length: > 0 } spec && !MatchSpec.TryParse(spec, null, out _))
            problems.Add(tree.At(RenderingDiagnostics.BadRequirement, scalar, $"'{spec}' is no requirement", "it is written '<name> <version> <build>'"));
        return requirement;
    }

    private JsonNode? AsPattern(ScalarNode scalar, JinjaValue value, PatternShape pattern)
    {
        var text = AsText(scalar, value, null);
        if (text?.GetValue<string>() is { Length: > 0 } given && !pattern.Allows(given))
            problems.Add(tree.At(RenderingDiagnostics.BadValue, scalar, $"'{given}' is not {pattern.Description}"));
        return text;
    }

    private JsonNode? AsInteger(ScalarNode scalar, JinjaValue value) => value switch
    {
        { Kind: JinjaKind.Integer } => JsonValue.Create(value.AsInteger),
        { Kind: JinjaKind.Text, AsText: "" } => null,
        { Kind: JinjaKind.Text } when long.TryParse(value.AsText, out var number) => JsonValue.Create(number),
        _ => Wrong(scalar, $"expected a whole number, found '{value}'"),
    };

    private JsonNode? AsFlag(ScalarNode scalar, JinjaValue value) => value switch
    {
        { Kind: JinjaKind.Boolean } => JsonValue.Create(value.IsTrue),
        { Kind: JinjaKind.Text, AsText: "true" or "True" } => JsonValue.Create(true),
        { Kind: JinjaKind.Text, AsText: "false" or "False" } => JsonValue.Create(false),
        { Kind: JinjaKind.Text, AsText: "" } => null,
        _ => Wrong(scalar, $"expected true or false, found '{value}'"),
    };

    // Free YAML: conditions in lists are decided, templates rendered, the rest is taken as it is.
    private JsonNode? Anything(SyntaxNode node) => node switch
    {
        SequenceNode list => new JsonArray([.. list.Items.SelectMany(Items).Select(Anything)]),
        MappingNode map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Name, Anything(entry.Value)))),
        _ => Value((ScalarNode)node) is { } value ? ScalarValues.ToJson(value) : null,
    };

    private JsonNode? Wrong(SyntaxNode node, string message, string? hint = null)
    {
        problems.Add(tree.At(RenderingDiagnostics.WrongType, node, message, hint));
        return null;
    }

    private JinjaValue? Guarded(ScalarNode scalar, Func<JinjaValue> evaluate)
    {
        try
        {
            return evaluate();
        }
        catch (JinjaException e)
        {
            problems.Add(RenderingDiagnostics.BadExpression.In(
                tree.Source.File, $"{e.Error.Message}, in '{OneLine(scalar.Value)}'", e.Error.Hint, ScalarPlaces.PositionOf(tree.Source, scalar, e.Error.At)));
            return null;
        }
    }

    private static string OneLine(string text) =>
        text.Length <= 80 && !text.Contains('\n', StringComparison.Ordinal) ? text : $"{text.ReplaceLineEndings(" ")[..Math.Min(80, text.Length)]}…";

    private static bool IsNull(SyntaxNode node) => node is ScalarNode { IsNull: true };

    private static bool IsEmptyText(JsonNode node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length == 0;

    private static string Describe(SyntaxNode node) => node switch
    {
        SequenceNode => "a list",
        MappingNode map when map.Find("if") is not null => "a condition, which only lists can have",
        MappingNode => "a map",
        _ => "a single value",
    };

    private static string Describe(Shape shape) => shape switch
    {
        IntegerShape => "a whole number",
        FlagShape => "true or false",
        ConditionShape => "an expression",
        RequirementShape => "a requirement",
        _ => "a text",
    };
}
