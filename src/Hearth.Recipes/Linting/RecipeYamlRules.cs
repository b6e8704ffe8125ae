using System.Buffers;
using Hearth.Recipes.MetaYaml;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Linting;

/// <summary>Rules that only recipe.yaml has: mostly habits of meta.yaml that mean nothing there.</summary>
internal static class RecipeYamlRules
{
    private static readonly SearchValues<char> InSelector = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_0123456789 <>=()");

    private static readonly LintRule SelectorComments = LintRule.Error(
        3501, LintFile.RecipeYaml, "Selector in a comment", "Comments have no meaning in recipe.yaml. Write 'if: win' and 'then:' in a list, or an expression.",
        "build:\n  skip: true  # [win]", "build:\n  skip: win");

    private static readonly LintRule PlainBraces = LintRule.Error(
        3502, LintFile.RecipeYaml, "Expression without its dollar", "An expression is written ${{ … }}. Without the dollar it is a text, or a map that YAML cannot read.",
        "package:\n  name: \"{{ name }}\"", "package:\n  name: ${{ name }}");

    private static readonly LintRule Statements = LintRule.Error(
        3503, LintFile.RecipeYaml, "Statement in recipe.yaml", "There are no statements; variables go into 'context', conditions into lists.",
        "# {% set version = \"1.0\" %}\npackage:\n  name: a", "context:\n  version: \"1.0\"\npackage:\n  name: a");

    private static readonly LintRule SchemaVersion = LintRule.Advice(
        3504, LintFile.RecipeYaml, "No schema version", "'schema_version: 1' at the top tells editors and tools which format this is.",
        "package:\n  name: a", "schema_version: 1\npackage:\n  name: a", isFixable: true);

    private static readonly LintRule BracedCondition = LintRule.Warning(
        3505, LintFile.RecipeYaml, "Condition in braces", "What follows 'if:' is an expression already.",
        "requirements:\n  run:\n    - if: ${{ win }}\n      then: a", "requirements:\n  run:\n    - if: win\n      then: a", isFixable: true);

    private static readonly LintRule TopRequirements = LintRule.Error(
        3506, LintFile.RecipeYaml, "Requirements beside outputs", "Each output has its own requirements (CEP 14); those at the top reach none.",
        "recipe:\n  name: a\nrequirements:\n  run:\n    - b\noutputs:\n  - package:\n      name: c", "recipe:\n  name: a\noutputs:\n  - package:\n      name: c\n    requirements:\n      run:\n        - b");

    private static readonly LintRule OldKey = LintRule.Error(
        3507, LintFile.RecipeYaml, "Key of meta.yaml", "The key has another name in recipe.yaml (CEP 14).",
        "about:\n  home: https://example.org", "about:\n  homepage: https://example.org", isFixable: true);

    private static readonly LintRule NeverCondition = LintRule.Warning(
        3508, LintFile.RecipeYaml, "Condition without a branch", "'if' needs 'then'; without it the item is an unknown map.",
        "requirements:\n  run:\n    - if: win\n      else: a", "requirements:\n  run:\n    - if: not win\n      then: a");

    private static readonly Dictionary<string, Dictionary<string, string>> _renamed = new(StringComparer.Ordinal)
    {
        ["about"] = new(StringComparer.Ordinal) { ["home"] = "homepage", ["dev_url"] = "repository", ["doc_url"] = "documentation" },
        ["source"] = new(StringComparer.Ordinal) { ["fn"] = "file_name", ["folder"] = "target_directory", ["git_url"] = "git", ["git_rev"] = "rev", ["git_tag"] = "tag" },
        ["requirements"] = new(StringComparer.Ordinal) { ["run_constrained"] = "run_constraints" },
    };

    public static IReadOnlyList<LintRule> All { get; } = [SelectorComments, PlainBraces, Statements, SchemaVersion, BracedCondition, TopRequirements, OldKey, NeverCondition];

    public static void Check(LintRecipe recipe)
    {
        if (recipe.IsV0)
            return;
        var text = recipe.Text;
        if (recipe.Root["schema_version"] is null && recipe.Root.Entries.Count > 0)
        {
            var at = recipe.Tree.Source.LineStart(recipe.Root.Entries[0].Key.Span.Start);
            recipe.Report(SchemaVersion, recipe.Root.Entries[0].Key, "'schema_version' is missing", null, new TextEdit(new(at, 0), $"schema_version: 1{recipe.Tree.Source.NewLine}"));
        }
        var start = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (SelectorComment.Of(line) is { } selector && selector.ContentLength > 0 && selector.Condition.AsSpan().IndexOfAnyExcept(InSelector) < 0 && line[selector.ContentLength..].TrimStart().StartsWith("# ["))
                recipe.Report(SelectorComments, start + selector.At, $"'[{selector.Condition}]' has no effect");
            if (line.IndexOf("{%") is >= 0 and var statement && line.IndexOf("%}") > statement && line[statement..].TrimStart("{%- ").StartsWith("set "))
                recipe.Report(Statements, start + statement, "a statement has no effect here");
            start += line.Length;
            start += start < text.Length && text[start] == '\r' ? 1 : 0;
            start += start < text.Length && text[start] == '\n' ? 1 : 0;
        }
        if (recipe.Outputs.Count > 0 && recipe.Root.Find("requirements") is { } requirements)
            recipe.Report(TopRequirements, requirements.Key, "the requirements reach no output");
        foreach (var package in recipe.Packages)
            Renamed(recipe, package);
        Values(recipe, recipe.Root);
    }

    private static void Renamed(LintRecipe recipe, LintPackage package)
    {
        foreach (var (section, names) in _renamed)
        {
            foreach (var entry in LintRecipe.Maps(package.Node[section]).SelectMany(map => map.Entries))
            {
                if (names.TryGetValue(entry.Name, out var name))
                    recipe.Report(OldKey, entry.Key, $"'{entry.Name}' is called '{name}'", null, new TextEdit(entry.Key.Span, name));
            }
        }
    }

    private static void Values(LintRecipe recipe, SyntaxNode node)
    {
        switch (node)
        {
            case ScalarNode scalar when scalar.Value.IndexOf("{{", StringComparison.Ordinal) is >= 0 and var at && (at == 0 || scalar.Value[at - 1] != '$') && scalar.Style is not (ScalarStyle.Literal or ScalarStyle.Folded) && scalar.Value.Contains("}}", StringComparison.Ordinal):
                recipe.Report(PlainBraces, scalar, "the expression has no dollar");
                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                    Values(recipe, item);
                break;
            case MappingNode map:
                if (map["if"] is ScalarNode condition && condition.Value.StartsWith("${{", StringComparison.Ordinal) && condition.Value.EndsWith("}}", StringComparison.Ordinal))
                    recipe.Report(BracedCondition, condition, "the condition stands in braces", null, new TextEdit(condition.Span, ScalarText.Of(condition.Value[3..^2].Trim())));
                if (map["if"] is ScalarNode alone && map["then"] is null)
                    recipe.Report(NeverCondition, alone, "'then' is missing");
                foreach (var entry in map.Entries)
                    Values(recipe, entry.Value);
                break;
            default:
                break;
        }
    }
}
