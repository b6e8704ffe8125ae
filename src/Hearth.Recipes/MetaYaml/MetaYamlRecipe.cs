using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.MetaYaml;

/// <summary>A meta.yaml for one platform and variant: lines selected, template rendered, keys checked.</summary>
/// <param name="Root">The sections; null if the file cannot be read.</param>
/// <param name="Text">The YAML that the template made.</param>
/// <param name="Problems">Everything wrong, with places in the file as it was written.</param>
public sealed record MetaYamlRecipe(MappingNode? Root, string Text, IReadOnlyList<Diagnostic> Problems)
{
    public bool IsReadable => Root is not null && Problems.All(problem => problem.Severity != Severity.Error);

    public string? Name => (Section("package")?["name"] as ScalarNode)?.Value;

    public string? Version => (Section("package")?["version"] as ScalarNode)?.Value;

    /// <summary>A section of the recipe; null if it is absent or no map.</summary>
    public MappingNode? Section(string name) => Root?.Entries.LastOrDefault(entry => entry.Name == name)?.Value as MappingNode;

    /// <summary>The outputs; empty for a recipe of one package.</summary>
    public IReadOnlyList<MappingNode> Outputs => Root?["outputs"] is SequenceNode list ? [.. list.Items.OfType<MappingNode>()] : [];
}
