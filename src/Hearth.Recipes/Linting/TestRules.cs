using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Linting;

/// <summary>Rules on tests.</summary>
internal static class TestRules
{
    private static readonly LintRule NoTests = LintRule.Error(
        3470, LintFile.Recipe, "No tests", "An import, a command or a look at the files shows that the package is what it should be.",
        "package:\n  name: a", "package:\n  name: a\ntest:\n  commands:\n    - a --version");

    private static readonly LintRule NoPipCheck = LintRule.Advice(
        3471, LintFile.Recipe, "Imports without a check of the requirements", "'pip check' compares what the package says it needs with what the recipe lists. recipe.yaml does it by itself unless 'pip_check' is false.",
        "test:\n  imports:\n    - a", "test:\n  imports:\n    - a\n  requires:\n    - pip\n  commands:\n    - pip check");

    private static readonly LintRule NoPipInTest = LintRule.Error(
        3472, LintFile.MetaYaml, "pip check without pip", "The command runs in an environment with the package and 'requires'; pip must stand there.",
        "test:\n  commands:\n    - pip check", "test:\n  requires:\n    - pip\n  commands:\n    - pip check");

    private static readonly LintRule TestPython = LintRule.Advice(
        3473, LintFile.Recipe, "noarch tested with any Python", "A noarch package should be tested with the oldest Python that it supports: 'python {{ python_min }}' in 'requires', 'python_version' in recipe.yaml.",
        "build:\n  noarch: python\ntest:\n  requires:\n    - pip\n  imports:\n    - a", "build:\n  noarch: python\ntest:\n  requires:\n    - pip\n    - python {{ python_min }}\n  imports:\n    - a");

    private static readonly LintRule BadImport = LintRule.Error(
        3474, LintFile.Recipe, "Import that is no module", "A module's name has letters, digits, underscores and dots. A package's name may have a hyphen where its module has an underscore.",
        "test:\n  imports:\n    - my-module", "test:\n  imports:\n    - my_module");

    private static readonly LintRule EmptyTest = LintRule.Warning(
        3475, LintFile.Recipe, "Test that tests nothing", "'exit 0', 'true' or an empty list always pass.",
        "test:\n  commands:\n    - exit 0", "test:\n  commands:\n    - a --version");

    public static IReadOnlyList<LintRule> All { get; } = [NoTests, NoPipCheck, NoPipInTest, TestPython, BadImport, EmptyTest];

    public static void Check(LintRecipe recipe)
    {
        if (recipe.Packages.All(package => package.Node["test"] is null && package.Node["tests"] is null))
            recipe.Report(NoTests, recipe.Root, "the recipe has no tests");
        foreach (var package in recipe.Packages)
        {
            if (recipe.IsV0)
                Old(recipe, package);
            else
                New(recipe, package);
        }
    }

    private static void Old(LintRecipe recipe, LintPackage package)
    {
        var imports = recipe.Scalars(package.Value("test", "imports")).ToList();
        var commands = recipe.Scalars(package.Value("test", "commands")).ToList();
        var requires = recipe.Scalars(package.Value("test", "requires")).Select(recipe.TextOf).ToList();
        var pip = commands.Find(command => recipe.TextOf(command).Contains("pip check", StringComparison.Ordinal));
        if (imports.Count > 0 && pip is null && imports.TrueForAll(import => !recipe.TextOf(import).Contains("::", StringComparison.Ordinal)))
            recipe.Report(NoPipCheck, imports[0], "no test runs 'pip check'");
        if (pip is not null && !requires.Exists(requirement => requirement == "pip" || requirement.StartsWith("pip ", StringComparison.Ordinal)))
            recipe.Report(NoPipInTest, pip, "'pip' is not in 'requires'");
        if (package.Noarch == "python" && imports.Count > 0 && !requires.Exists(requirement => requirement.Contains("python_min", StringComparison.Ordinal)))
            recipe.Report(TestPython, imports[0], "the tests run with any Python");
        Imports(recipe, imports);
        Empty(recipe, commands);
    }

    private static void New(LintRecipe recipe, LintPackage package)
    {
        foreach (var test in LintRecipe.Maps(package.Node["tests"]))
        {
            if (test["python"] is MappingNode python)
            {
                var imports = recipe.Scalars(python["imports"]).ToList();
                if (imports.Count > 0 && python["pip_check"] is ScalarNode { Value: "false" } off)
                    recipe.Report(NoPipCheck, off, "the check of the requirements is switched off");
                if (package.Noarch == "python" && python["python_version"] is null && imports.Count > 0)
                    recipe.Report(TestPython, imports[0], "the tests run with any Python");
                Imports(recipe, imports);
            }
            if (test["script"] is SequenceNode script)
                Empty(recipe, [.. recipe.Scalars(script)]);
        }
    }

    private static void Imports(LintRecipe recipe, List<ScalarNode> imports)
    {
        foreach (var import in imports)
        {
            var text = recipe.TextOf(import);
            if (!text.Contains("{{", StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal) && !text.Contains("::", StringComparison.Ordinal) && !text.All(c => char.IsLetterOrDigit(c) || c is '_' or '.'))
                recipe.Report(BadImport, import, $"'{text}' is no name of a module");
        }
    }

    private static void Empty(LintRecipe recipe, List<ScalarNode> commands)
    {
        if (commands.Count > 0 && commands.TrueForAll(command => recipe.TextOf(command).Trim() is "exit 0" or "true" or "echo" or ":"))
            recipe.Report(EmptyTest, commands[0], "the test always passes");
    }
}
