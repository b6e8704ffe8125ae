using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Variants;

/// <summary>
/// Reads files of variants. In <c>conda_build_config.yaml</c> comments choose lines and every value is a text; in others conditions choose
/// items and values keep their kinds (the reference of the formats: docs/reference/recipes.md).
/// </summary>
public sealed class VariantReader
{
    private const string SelectorFile = "conda_build_config.yaml";

    private readonly SyntaxTree _tree;
    private readonly bool _areTexts;
    private readonly JinjaScope _scope;
    private readonly List<Diagnostic> _problems;

    private VariantReader(SyntaxTree tree, bool areTexts, JinjaScope scope, List<Diagnostic> problems)
    {
        _tree = tree;
        _areTexts = areTexts;
        _scope = scope;
        _problems = problems;
    }

    /// <summary>Reads one file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The name, which decides on the kind of file.</param>
    /// <param name="targetPlatform">The platform that conditions ask for.</param>
    /// <param name="problems">Takes everything that is wrong.</param>
    public static VariantConfig Read(string text, string file, string targetPlatform, List<Diagnostic> problems)
    {
        var hasSelectors = Path.GetFileName(file) == SelectorFile;
        var scope = JinjaScope.Empty.With(hasSelectors ? PlatformNames.ForSelectors(targetPlatform) : PlatformNames.ForRecipeYaml(targetPlatform, targetPlatform));
        var chosen = hasSelectors ? ChosenLines(text, file, scope, problems) : text;
        var tree = SyntaxTree.Parse(chosen, file, hasSelectors ? SyntaxRules.Template : SyntaxRules.Recipe);
        problems.AddRange(tree.Problems);
        return tree.Root switch
        {
            MappingNode root => new VariantReader(tree, hasSelectors, scope, problems).Read(root),
            null or ScalarNode { IsNull: true } => VariantConfig.Empty,
            var other => Refused(tree, other, problems),
        };
    }

    /// <summary>Reads several files; later ones override earlier ones by key.</summary>
    public static VariantConfig Load(IEnumerable<string> files, string targetPlatform, List<Diagnostic> problems) =>
        files.Aggregate(VariantConfig.Empty, (config, file) => config.OverriddenBy(Read(File.ReadAllText(file), file, targetPlatform, problems)));

    private static VariantConfig Refused(SyntaxTree tree, SyntaxNode root, List<Diagnostic> problems)
    {
        problems.Add(tree.At(VariantDiagnostics.BadVariants, root, "the file must map keys to lists of values"));
        return VariantConfig.Empty;
    }

    // Lines that are not chosen become empty, so that places stay right.
    private static string ChosenLines(string text, string file, JinjaScope scope, List<Diagnostic> problems)
    {
        var lines = text.Split('\n');
        var settings = JinjaSettings.V0;
        for (var i = 0; i < lines.Length; i++)
        {
            var selector = LineSelector.Of(lines[i]);
            if (selector.IsEmpty)
                continue;
            if (!JinjaExpression.TryParse(selector.ToString(), out var condition, out var error) || !condition.TryEvaluate(scope, settings, out var value, out error))
            {
                var column = lines[i].LastIndexOf(']') - selector.Length + 1;
                problems.Add(VariantDiagnostics.BadSelector.In(file, $"{error.Message}, in '[{selector}]'", error.Hint, new TextPosition(i + 1, column)));
            }
            else if (!value.IsTrue)
            {
                lines[i] = "";
            }
        }
        return string.Join('\n', lines);
    }

    private VariantConfig Read(MappingNode root)
    {
        var values = new Dictionary<string, IReadOnlyList<JinjaValue>>(StringComparer.Ordinal);
        IReadOnlyList<IReadOnlyList<string>> zipKeys = [];
        IReadOnlyDictionary<string, PinRunAsBuild> pins = VariantConfig.Empty.Pins;
        foreach (var entry in root.Entries)
        {
            switch (entry.Name)
            {
                case "zip_keys":
                    zipKeys = ZipKeys(entry.Value);
                    break;
                case "pin_run_as_build":
                    pins = Pins(entry.Value);
                    break;
                case "extend_keys" or "ignore_version" or "ignore_build_only_deps":
                    break;
                default:
                    if (Values(entry) is { Count: > 0 } list)
                        values[VariantKey.Of(entry.Name)] = list;
                    break;
            }
        }
        return new VariantConfig(values, zipKeys, pins);
    }

    private List<JinjaValue> Values(MappingEntry entry)
    {
        var values = new List<JinjaValue>();
        foreach (var node in Items(entry.Value))
        {
            if (node is ScalarNode scalar)
                values.Add(_areTexts || scalar.Kind == ScalarKind.Float ? JinjaValue.Of(scalar.Value) : ScalarValues.Of(scalar));
            else
                Wrong(node, $"a value of '{entry.Name}' must be a single value");
        }
        return values;
    }

    private IEnumerable<SyntaxNode> Items(SyntaxNode node)
    {
        if (node is SequenceNode list)
            return list.Items.SelectMany(Items);
        if (node is not MappingNode map || map["if"] is not ScalarNode condition)
            return node is ScalarNode { IsNull: true } ? [] : [node];
        return map[Holds(condition) ? "then" : "else"] is { } chosen ? Items(chosen) : [];
    }

    private bool Holds(ScalarNode condition)
    {
        if (JinjaExpression.TryParse(condition.Value, out var expression, out var error) && expression.TryEvaluate(_scope, JinjaSettings.V1, out var value, out error))
            return value.IsTrue;
        _problems.Add(VariantDiagnostics.BadSelector.In(
            _tree.Source.File, $"{error.Message}, in '{condition.Value}'", error.Hint, ScalarPlaces.PositionOf(_tree.Source, condition, error.At)));
        return false;
    }

    private List<IReadOnlyList<string>> ZipKeys(SyntaxNode node)
    {
        List<SyntaxNode> groups = node switch
        {
            SequenceNode { Items: [ScalarNode, ..] } single => [single],
            SequenceNode list => [.. list.Items],
            _ => [],
        };
        var result = new List<IReadOnlyList<string>>();
        foreach (var group in groups)
        {
            if (group is SequenceNode keys)
                result.Add([.. keys.Items.OfType<ScalarNode>().Select(key => VariantKey.Of(key.Value))]);
            else if (group is not ScalarNode { IsNull: true })
                Wrong(group, "'zip_keys' must be a list of lists of keys");
        }
        return result;
    }

    private static Dictionary<string, PinRunAsBuild> Pins(SyntaxNode node)
    {
        var pins = new Dictionary<string, PinRunAsBuild>(StringComparer.Ordinal);
        foreach (var entry in (node as MappingNode)?.Entries ?? [])
        {
            if (entry.Value is MappingNode pin)
                pins[entry.Name] = new PinRunAsBuild((pin["min_pin"] as ScalarNode)?.Value, (pin["max_pin"] as ScalarNode)?.Value);
            else if (entry.Value is ScalarNode { IsNull: false } text)
                pins[entry.Name] = new PinRunAsBuild(text.Value, text.Value);
        }
        return pins;
    }

    private void Wrong(SyntaxNode node, string message) => _problems.Add(_tree.At(VariantDiagnostics.BadVariants, node, message));
}
