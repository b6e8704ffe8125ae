using System.Text;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Linting;

/// <summary>The page of the handbook about the rules, made of the catalogue.</summary>
public static class LintReference
{
    private static readonly (LintFile File, string Title, string Language)[] _groups =
    [
        (LintFile.Recipe, "Both formats", "yaml"),
        (LintFile.MetaYaml, "meta.yaml", "yaml"),
        (LintFile.RecipeYaml, "recipe.yaml", "yaml"),
        (LintFile.Variants, "Variants", "yaml"),
        (LintFile.Configuration, "conda-forge.yml", "yaml"),
        (LintFile.Feedstock, "The folder of a recipe", "text"),
    ];

    public static string Markdown()
    {
        var page = new StringBuilder();
        page.Append("# The rules of `hearth recipe lint`\n\nThis page is made of the catalogue in the program. An *error* ends the command with exit code 1; *warnings* and *hints* do not. ");
        page.Append("Rules marked *fix* are mended by `--fix`. Examples for both formats are written as in meta.yaml.\n");
        foreach (var (file, title, language) in _groups)
        {
            page.Append("\n## ").Append(title).Append('\n');
            foreach (var rule in LintCatalogue.All.Where(rule => rule.File == file))
                Rule(page, rule, language);
        }
        return page.ToString();
    }

    private static void Rule(StringBuilder page, LintRule rule, string language)
    {
        var severity = rule.Kind.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "hint" };
        page.Append("\n### ").Append(rule.Code).Append(": ").Append(rule.Kind.Title).Append("\n\n*").Append(severity).Append(rule.IsFixable ? ", fix" : "").Append("*. ");
        page.Append(rule.Kind.Explanation).Append("\n\n");
        Example(page, "Wrong", rule.Wrong, language);
        page.Append('\n');
        Example(page, "Right", rule.Right, language);
    }

    private static void Example(StringBuilder page, string word, string text, string language) =>
        page.Append(word).Append(":\n\n```").Append(language).Append('\n').Append(text.TrimEnd('\n')).Append("\n```\n");
}
