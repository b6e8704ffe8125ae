using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Linting;

/// <summary>Looks at recipes and what lies around them. Runs nothing and renders nothing: what it says is about the text.</summary>
public static class RecipeLinter
{
    private const long MostBytes = 4 << 20;
    private const int MostFiles = 2_000;
    private const string ConfigurationName = "conda-forge.yml";

    /// <summary>The findings in one recipe's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The name that findings give; that of meta.yaml means the old format.</param>
    public static IReadOnlyList<LintFinding> Lint(string text, string file)
    {
        var recipe = new LintRecipe(text, file, IsV0(file));
        return Sorted(Check(recipe));
    }

    /// <summary>The findings in a recipe, in the variants beside it, and in the conda-forge.yml of its feedstock.</summary>
    /// <param name="file">The path of meta.yaml or recipe.yaml.</param>
    public static IReadOnlyList<LintFinding> LintFile(string file)
    {
        var text = Read(file) ?? "";
        var around = FolderOf(file, text);
        var recipe = new LintRecipe(text, file, IsV0(file)) { VariantKeys = around.VariantKeys };
        FeedstockRules.Check(around, recipe.IsV0);
        FeedstockRules.Patches(around, recipe);
        return Sorted([.. Check(recipe), .. around.Findings]);
    }

    /// <summary>The findings in the text of variants or of conda-forge.yml.</summary>
    public static IReadOnlyList<LintFinding> LintAround(string text, string file, bool isConfiguration, bool isV0)
    {
        var folder = new LintFolder("", [], "", isConfiguration ? null : text, file, isConfiguration ? text : null, file);
        FeedstockRules.Check(folder, isV0);
        return Sorted(folder.Findings);
    }

    /// <summary>The text with all fixes made that do not overlap; several rounds may find more.</summary>
    public static string Fixed(string text, IEnumerable<LintFinding> findings)
    {
        var edits = new TextEdits();
        var taken = new List<TextSpan>();
        foreach (var finding in findings.Where(finding => finding.Fix.Count > 0))
        {
            if (finding.Fix.Any(edit => taken.Any(span => Overlap(span, edit.Span))))
                continue;
            foreach (var edit in finding.Fix)
            {
                taken.Add(edit.Span);
                edits.Add(edit.Span, edit.Text);
            }
        }
        return edits.ApplyTo(text);
    }

    private static bool Overlap(TextSpan one, TextSpan other) => one.Start < other.End && other.Start < one.End || one.Start == other.Start;

    private static bool IsV0(string file) => Path.GetFileName(file) is "meta.yaml" or "meta.yml";

    private static IReadOnlyList<LintFinding> Check(LintRecipe recipe)
    {
        if (recipe.Tree.Problems.Count > 0)
        {
            ShapeRules.CheckTabs(recipe);
            return [.. recipe.Tree.Problems.Select(problem => new LintFinding(problem, [])), .. recipe.Findings];
        }
        ShapeRules.Check(recipe);
        AboutRules.Check(recipe);
        SourceRules.Check(recipe);
        BuildRules.Check(recipe);
        RequirementRules.Check(recipe);
        TestRules.Check(recipe);
        RecipeYamlRules.Check(recipe);
        return recipe.Findings;
    }

    private static List<LintFinding> Sorted(IEnumerable<LintFinding> findings) =>
    [
        .. findings.DistinctBy(finding => finding.Problem)
            .OrderBy(finding => finding.Problem.File, StringComparer.Ordinal)
            .ThenBy(finding => finding.Problem.Position?.Line ?? 0)
            .ThenBy(finding => finding.Problem.Position?.Column ?? 0)
            .ThenBy(finding => finding.Code, StringComparer.Ordinal),
    ];

    private static LintFolder FolderOf(string file, string recipe)
    {
        var folder = Path.GetDirectoryName(file) is { Length: > 0 } named ? named : ".";
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Take(MostFiles)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .ToList();
        var variants = RecipeFile.VariantFileNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) ?? Path.Combine(folder, RecipeFile.VariantFileNames[0]);
        var configuration = new[] { Path.Combine(folder, ConfigurationName), Path.Combine(Above(folder), ConfigurationName) }.FirstOrDefault(File.Exists) ?? Path.Combine(folder, ConfigurationName);
        return new(folder, files, recipe, Read(variants), variants, Read(configuration), configuration);
    }

    // Without '..' in messages where a name will do.
    private static string Above(string folder) => Path.GetFileName(folder) is "." or ".." ? Path.Combine(folder, "..")
        : Path.GetDirectoryName(folder) is { Length: > 0 } above ? above : ".";

    private static string? Read(string file) => File.Exists(file) && new FileInfo(file).Length <= MostBytes ? File.ReadAllText(file) : null;
}
