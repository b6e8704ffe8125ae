using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Linting;

/// <summary>A package of a recipe: the recipe itself, or one of its outputs.</summary>
/// <param name="Recipe">The recipe it belongs to.</param>
/// <param name="Node">The map with its sections.</param>
/// <param name="IsOutput">Whether it is one of several.</param>
internal sealed record LintPackage(LintRecipe Recipe, MappingNode Node, bool IsOutput)
{
    private static readonly string[] Sections = ["build", "host", "run"];

    /// <summary>The name with simple variables filled in; null if there is none.</summary>
    public string? Name => (IsOutput && Recipe.IsV0 ? Node["name"] : Section("package")?["name"]) is ScalarNode name ? Recipe.Expanded(name) : null;

    public MappingNode? Section(string name) => Node[name] as MappingNode;

    public SyntaxNode? Value(string section, string key) => Section(section)?[key];

    public string? Text(string section, string key) => Value(section, key) is ScalarNode { IsNull: false } scalar ? Recipe.TextOf(scalar) : null;

    /// <summary>The requirements of a section: build, host, run.</summary>
    public IEnumerable<LintRequirement> Requirements(string section)
    {
        var node = Node["requirements"];
        if (node is SequenceNode && section == "run")
            return Recipe.Scalars(node).Select(scalar => LintRequirement.Of(Recipe, scalar, section));
        return Recipe.Scalars((node as MappingNode)?[section]).Select(scalar => LintRequirement.Of(Recipe, scalar, section));
    }

    public IEnumerable<LintRequirement> AllRequirements => Sections.SelectMany(Requirements);

    public string? Noarch => Text("build", "noarch");

    public bool UsesCompiler => AllRequirements.Any(requirement => requirement.IsCompiler);

    /// <summary>The lines of the build script that stand in the recipe.</summary>
    public IEnumerable<ScalarNode> Script
    {
        get
        {
            var script = Value("build", "script") ?? (IsOutput ? Node["script"] : null);
            return Recipe.Scalars(script is MappingNode map ? map["content"] : script);
        }
    }
}
