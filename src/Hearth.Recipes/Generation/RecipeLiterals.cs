using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Generation;

/// <summary>
/// What a recipe of either format says as it stands, without variants and without rendering: names, licences, requirements under any condition. A variable is
/// followed where <c>context</c> or <c>{% set %}</c> gives it a literal; what needs more is left out.
/// </summary>
public sealed class RecipeLiterals
{
    private const int MostRounds = 8;

    private readonly MappingNode? _root;
    private readonly Dictionary<string, string> _variables;

    private RecipeLiterals(MappingNode? root, Dictionary<string, string> variables)
    {
        _root = root;
        _variables = variables;
    }

    /// <summary>Reads a recipe; one that is no YAML says nothing.</summary>
    public static RecipeLiterals Read(string text, bool isOldFormat, string? file = null)
    {
        var root = (isOldFormat ? SyntaxTree.ParseTemplate(text, file) : SyntaxTree.Parse(text, file)).Root as MappingNode;
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in (root?["context"] as MappingNode)?.Entries ?? [])
        {
            if (entry.Value is ScalarNode value)
                variables[entry.Name] = value.Value;
        }
        foreach (var line in isOldFormat ? text.Split('\n') : [])
        {
            // {% set name = "value" %}
            if (line.Trim().Split((char[]?)null, 5, StringSplitOptions.RemoveEmptyEntries) is ["{%" or "{%-", "set", var name, "=", var rest] && rest.Length > 1 && rest[0] is '"' or '\'')
                variables.TryAdd(name, rest[1..].Split(rest[0])[0]);
        }
        return new RecipeLiterals(root, variables);
    }

    /// <summary>The package's name, of a recipe with outputs that of the recipe; null if it is computed.</summary>
    public string? Name => Resolve(Place("package")?["name"] ?? Place("recipe")?["name"])?.ToLowerInvariant();

    public string? Version => Resolve(Place("package")?["version"] ?? Place("recipe")?["version"]);

    public string? Licence => Resolve(Place("about")?["license"]);

    /// <summary>Every package of the recipe.</summary>
    public IReadOnlyList<RecipePackage> Packages
    {
        get
        {
            var outputs = Items(_root?["outputs"]).OfType<MappingNode>().ToList();
            if (outputs.Count == 0)
                return Name is { } name ? [new RecipePackage(name, Licence, Requirements(_root))] : [];
            return
            [
                .. outputs.Select(output => (Output: output, Name: Resolve((output["package"] as MappingNode)?["name"] ?? output["name"])))
                    .Where(one => one.Name is not null)
                    .Select(one => new RecipePackage(one.Name!.ToLowerInvariant(), Resolve((one.Output["about"] as MappingNode)?["license"]) ?? Licence, Requirements(one.Output))),
            ];
        }
    }

    private MappingNode? Place(string key) => _root?[key] as MappingNode;

    // In old recipes an output's requirements may be a list: those to run.
    private List<string> Requirements(MappingNode? package)
    {
        var requirements = package?["requirements"];
        var run = requirements is MappingNode sections ? sections["run"] : requirements as SequenceNode;
        return [.. Items(run).OfType<ScalarNode>().Select(Resolve).OfType<string>().Where(text => text.Length > 0)];
    }

    /// <summary>The items of a list, those under conditions included, whichever holds.</summary>
    private static IEnumerable<SyntaxNode> Items(SyntaxNode? node) => node switch
    {
        null => [],
        SequenceNode list => list.Items.SelectMany(Items),
        MappingNode condition when condition["if"] is not null => Items(condition["then"]).Concat(Items(condition["else"])),
        _ => [node],
    };

    private string? Resolve(SyntaxNode? node)
    {
        if (node is not ScalarNode { IsNull: false } scalar)
            return null;
        var text = scalar.Value;
        for (var round = 0; round < MostRounds && text.IndexOf("{{", StringComparison.Ordinal) is >= 0 and var open; round++)
        {
            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
                return null;
            var expression = text[(open + 2)..close].Trim();
            var start = open > 0 && text[open - 1] == '$' ? open - 1 : open;
            if (Value(expression) is not { } value)
                return null;
            text = $"{text[..start]}{value}{text[(close + 2)..]}";
        }
        return text.Contains("{{", StringComparison.Ordinal) ? null : text;
    }

    // 'name', 'name|lower' and a pin to another package of the recipe.
    private string? Value(string expression)
    {
        if (expression.StartsWith("pin_subpackage(", StringComparison.Ordinal) && expression.Split('\'', '"') is [_, var pinned, ..])
            return pinned;
        var parts = expression.Split('|', StringSplitOptions.TrimEntries);
        if (!_variables.TryGetValue(parts[0], out var value) || parts.Length > 2)
            return null;
        return parts.ElementAtOrDefault(1) switch { null => value, "lower" => value.ToLowerInvariant(), _ => null };
    }
}
