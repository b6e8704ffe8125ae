using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Maintenance;

/// <summary>What a feedstock's <c>conda-forge.yml</c> says under <c>bot.version_updates</c> about versions.</summary>
public static class FeedstockRules
{
    private const string FileName = "conda-forge.yml";
    private const long MostBytes = 1 << 20;

    /// <summary>The rules with those of the feedstock that the recipe lies in, if it lies in one.</summary>
    public static VersionRules For(RecipeFile recipe, VersionRules rules)
    {
        foreach (var folder in new[] { recipe.Folder, Path.GetDirectoryName(recipe.Folder) }.OfType<string>())
        {
            var file = Path.Combine(folder, FileName);
            if (File.Exists(file) && new FileInfo(file).Length <= MostBytes)
                return Read(File.ReadAllText(file), rules);
        }
        return rules;
    }

    /// <summary>The rules with those of the text; a text that says nothing of versions changes nothing.</summary>
    public static VersionRules Read(string text, VersionRules rules)
    {
        var root = SyntaxTree.Parse(text, FileName, SyntaxRules.Template).Root as MappingNode;
        if ((root?["bot"] as MappingNode)?["version_updates"] is not MappingNode updates)
            return rules;
        var excluded = (updates["exclude"] as SequenceNode)?.Items.OfType<ScalarNode>().Select(item => item.Value) ?? [];
        return rules with
        {
            EvenMinor = rules.EvenMinor || updates["even_odd_versions"] is ScalarNode { Kind: ScalarKind.Boolean, Boolean: true },
            Excluded = [.. rules.Excluded, .. excluded],
        };
    }
}
