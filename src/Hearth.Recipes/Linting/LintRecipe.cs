using Hearth.Recipes.Jinja;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Linting;

/// <summary>A recipe of either format while it is linted: its packages, its texts, and the findings so far.</summary>
internal sealed class LintRecipe
{
    private const int MostVariables = 300;

    private readonly List<LintFinding> _findings = [];
    private Dictionary<string, string>? _variables;

    public LintRecipe(string text, string file, bool isV0)
    {
        IsV0 = isV0;
        Tree = isV0 ? SyntaxTree.ParseTemplate(text, file) : SyntaxTree.Parse(text, file);
        Root = Tree.Root as MappingNode ?? new MappingNode(default, [], isFlow: false);
        Top = new(this, Root, IsOutput: false);
        Outputs = Root["outputs"] is SequenceNode list ? [.. Maps(list).Select(output => new LintPackage(this, output, IsOutput: true))] : [];
    }

    public bool IsV0 { get; }

    public SyntaxTree Tree { get; }

    public MappingNode Root { get; }

    public string Text => Tree.Source.Text;

    public LintPackage Top { get; }

    public IReadOnlyList<LintPackage> Outputs { get; }

    /// <summary>The packages that are built: the outputs, or else the recipe itself.</summary>
    public IEnumerable<LintPackage> Packages => Outputs.Count > 0 ? [.. Outputs, Top] : [Top];

    /// <summary>The keys of the variants beside the recipe, for each value of which it is built.</summary>
    public IReadOnlySet<string> VariantKeys { get; init; } = new HashSet<string>();

    /// <summary>Whether a condition asks for a key of the variants beside the recipe.</summary>
    public bool AsksVariants(string condition) => VariantKeys.Count > 0 && JinjaExpression.TryParse(condition, out var parsed, out _) && parsed.Names.Any(VariantKeys.Contains);

    public IReadOnlyList<LintFinding> Findings => _findings;

    /// <summary>How an expression begins in this format.</summary>
    public string Opening => IsV0 ? "{{" : "${{";

    /// <summary>The text of a value as written, without its quotes.</summary>
    public string TextOf(ScalarNode node)
    {
        if (!IsV0)
            return node.Value;
        var raw = Text.AsSpan(node.Span.Start, node.Span.Length);
        return node.Style switch
        {
            ScalarStyle.DoubleQuoted or ScalarStyle.SingleQuoted when raw.Length > 1 => raw[1..^1].ToString(),
            ScalarStyle.Plain => raw.ToString(),
            _ => node.Value,
        };
    }

    /// <summary>The text with variables of one literal value filled in.</summary>
    public string Expanded(ScalarNode node)
    {
        var text = TextOf(node);
        if (!text.Contains("{{", StringComparison.Ordinal))
            return text;
        foreach (var (name, value) in Variables)
        {
            if (!text.Contains(name, StringComparison.Ordinal))
                continue;
            foreach (var pattern in new[] { $"{Opening} {name} }}}}", $"{Opening}{name}}}}}", $"{Opening} {name}|lower }}}}", $"{Opening} {name} | lower }}}}" })
                text = text.Replace(pattern, pattern.Contains("lower", StringComparison.Ordinal) ? value.ToLowerInvariant() : value, StringComparison.Ordinal);
        }
        return text;
    }

    /// <summary>The single values in a list, in the branches of its conditions too.</summary>
    public IEnumerable<ScalarNode> Scalars(SyntaxNode? node) => node switch
    {
        ScalarNode { IsNull: false } scalar => [scalar],
        SequenceNode list => list.Items.SelectMany(Scalars),
        MappingNode map when map["then"] is { } then => Scalars(then).Concat(Scalars(map["else"])),
        _ => [],
    };

    /// <summary>The maps in a list, in the branches of its conditions too.</summary>
    public static IEnumerable<MappingNode> Maps(SyntaxNode? node) => node switch
    {
        MappingNode map when map["then"] is { } then && map["if"] is not null => Maps(then).Concat(Maps(map["else"])),
        MappingNode map => [map],
        SequenceNode list => list.Items.SelectMany(Maps),
        _ => [],
    };

    public string LineAt(SyntaxNode node) =>
        Text[Tree.Source.LineStart(node.Span.Start)..Tree.Source.LineEnd(node.Span.Start)];

    public void Report(LintRule rule, SyntaxNode? node, string message, string? hint = null, params IReadOnlyList<TextEdit> fix) =>
        Report(rule, node?.Span.Start ?? 0, message, hint, fix);

    public void Report(LintRule rule, int at, string message, string? hint = null, params IReadOnlyList<TextEdit> fix) =>
        _findings.Add(new(rule.Kind.In(Tree.Source.File, message, hint, Tree.Source.PositionOf(Math.Min(at, Text.Length))), fix));

    private Dictionary<string, string> Variables => _variables ??= IsV0 ? SetVariables() : ContextVariables();

    private Dictionary<string, string> ContextVariables()
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (var entry in ((Root["context"] as MappingNode)?.Entries ?? []).Take(MostVariables))
        {
            if (entry.Value is ScalarNode { IsNull: false } value && !value.Value.Contains("{{", StringComparison.Ordinal))
                variables[entry.Name] = value.Value;
        }
        return variables;
    }

    private Dictionary<string, string> SetVariables()
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (var set in SetStatement.In(Text).Take(MostVariables))
        {
            if (set.Literal is { } value)
                variables.TryAdd(set.Name, value);
        }
        return variables;
    }
}
