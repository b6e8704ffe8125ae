using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Linting;

/// <summary>The files of a recipe's folder and its feedstock, as far as rules look at them.</summary>
/// <param name="Folder">The folder of the recipe.</param>
/// <param name="Files">The names of the files in it, with <c>/</c> between folders.</param>
/// <param name="Recipe">The text of the recipe.</param>
/// <param name="Variants">The text of conda_build_config.yaml or variants.yaml; null if there is none.</param>
/// <param name="VariantsFile">Its name.</param>
/// <param name="Configuration">The text of conda-forge.yml; null if there is none.</param>
/// <param name="ConfigurationFile">Its name.</param>
internal sealed record LintFolder(
    string Folder, IReadOnlyList<string> Files, string Recipe, string? Variants, string VariantsFile, string? Configuration, string ConfigurationFile)
{
    private readonly List<LintFinding> _findings = [];

    public IReadOnlyList<LintFinding> Findings => _findings;

    /// <summary>The keys of the variants.</summary>
    public IReadOnlySet<string> VariantKeys => Variants is { } text && SyntaxTree.Parse(text, VariantsFile).Root is MappingNode root
        ? root.Entries.Select(entry => entry.Name).Where(key => key is not ("zip_keys" or "pin_run_as_build")).ToHashSet(StringComparer.Ordinal)
        : new HashSet<string>();

    public void Report(LintRule rule, string file, string message, string? hint = null, TextPosition? at = null) =>
        _findings.Add(new(rule.Kind.In(file, message, hint, at), []));

    public void Report(LintRule rule, SyntaxTree tree, SyntaxNode node, string message, string? hint = null) =>
        _findings.Add(new(tree.At(rule.Kind, node, message, hint), []));
}
