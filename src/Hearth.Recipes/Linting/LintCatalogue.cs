using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Linting;

/// <summary>Every rule of the linter, by code.</summary>
public static class LintCatalogue
{
    public static IReadOnlyList<LintRule> All { get; } =
    [
        .. new[] { AboutRules.All, SourceRules.All, BuildRules.All, RequirementRules.All, TestRules.All, ShapeRules.All, RecipeYamlRules.All, FeedstockRules.All }
            .SelectMany(rules => rules)
            .OrderBy(rule => rule.Code, StringComparer.Ordinal),
    ];

    /// <summary>The rules as kinds of diagnostics, for <c>hearth explain</c>.</summary>
    public static IReadOnlyList<DiagnosticKind> Kinds { get; } = [.. All.Select(rule => rule.Kind)];
}
