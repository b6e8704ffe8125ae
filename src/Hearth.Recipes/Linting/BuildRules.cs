using System.Buffers;
using Hearth.Recipes.MetaYaml;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Linting;

/// <summary>Rules on <c>build</c> and on noarch packages.</summary>
internal static class BuildRules
{
    private static readonly string[] PipOptions = ["--no-deps", "--no-build-isolation"];

    private static readonly SearchValues<char> EndOfWord = SearchValues.Create(" \t\r\n'\"{&;");

    private const string Pip = "pip install";

    private static readonly LintRule NoNumber = LintRule.Error(
        3430, LintFile.Recipe, "No build number", "The build number tells rebuilds of one version apart. Begin with 0.",
        "build:\n  noarch: generic", "build:\n  number: 0");

    private static readonly LintRule SetupPy = LintRule.Warning(
        3431, LintFile.Recipe, "Installation by setup.py", "'python setup.py install' is gone from setuptools and leaves no proper metadata. Let pip install.",
        "build:\n  script: python setup.py install", "build:\n  script: '{{ PYTHON }} -m pip install . -vv --no-deps --no-build-isolation'");

    private static readonly LintRule PipFetches = LintRule.Advice(
        3432, LintFile.Recipe, "pip that may download", "With '--no-deps' and '--no-build-isolation' pip takes nothing but what the recipe lists. The tools set as much in the environment; the options hold outside of them, too.",
        "build:\n  script: '{{ PYTHON }} -m pip install . -vv'", "build:\n  script: '{{ PYTHON }} -m pip install . -vv --no-deps --no-build-isolation'", isFixable: true);

    private static readonly LintRule BarePip = LintRule.Advice(
        3433, LintFile.Recipe, "pip without its interpreter", "A bare 'pip' may be that of another environment. '{{ PYTHON }} -m pip' is the one of the host environment.",
        "build:\n  script: pip install . --no-deps --no-build-isolation", "build:\n  script: '{{ PYTHON }} -m pip install . --no-deps --no-build-isolation'");

    private static readonly LintRule NoarchSelector = LintRule.Error(
        3434, LintFile.Recipe, "Selector in a noarch package", "A noarch package is built once, so requirements chosen by platform hold for that one platform only. Depend on a virtual package such as __win instead, or choose by a key of variants beside the recipe.",
        "build:\n  noarch: python\nrequirements:\n  run:\n    - colorama  # [win]", "build:\n  noarch: python\nrequirements:\n  run:\n    - colorama");

    private static readonly LintRule NoarchCompiler = LintRule.Warning(
        3435, LintFile.Recipe, "Compiler in a noarch package", "What a compiler makes fits one platform, and a noarch package fits all. Only what merely asks for a compiler, as CMake does, needs one here.",
        "build:\n  noarch: python\nrequirements:\n  build:\n    - {{ compiler('c') }}", "requirements:\n  build:\n    - {{ compiler('c') }}\n    - {{ stdlib('c') }}");

    private static readonly LintRule CouldBeNoarch = LintRule.Advice(
        3436, LintFile.Recipe, "Package that could be noarch", "A Python package without compiler and selectors is the same on each platform and for each Python. 'noarch: python' builds it once.",
        "build:\n  script: '{{ PYTHON }} -m pip install .'\nrequirements:\n  host:\n    - python\n    - pip\n  run:\n    - python",
        "build:\n  noarch: python\n  script: '{{ PYTHON }} -m pip install .'\nrequirements:\n  host:\n    - python\n    - pip\n  run:\n    - python");

    private static readonly LintRule NoarchValue = LintRule.Error(
        3437, LintFile.Recipe, "Unknown kind of noarch", "'noarch' is 'python' or 'generic'.",
        "build:\n  noarch: true", "build:\n  noarch: generic");

    private static readonly LintRule NoarchPython = LintRule.Warning(
        3438, LintFile.MetaYaml, "Old spelling of noarch", "'noarch_python: true' is the old spelling of 'noarch: python'.",
        "build:\n  noarch_python: true", "build:\n  noarch: python", isFixable: true);

    private static readonly LintRule NoarchSkip = LintRule.Warning(
        3439, LintFile.Recipe, "Skip in a noarch package", "A noarch package is built on one platform; skipping others says nothing. Which Python it needs belongs into 'run'.",
        "build:\n  noarch: python\n  skip: true  # [py<38]", "build:\n  noarch: python");

    private static readonly LintRule FixedString = LintRule.Warning(
        3440, LintFile.Recipe, "Build string without the hash", "Without the hash two variants get one file name, and the second replaces the first. Use PKG_HASH in meta.yaml, hash in recipe.yaml.",
        "build:\n  string: py_0\nrequirements:\n  run:\n    - a", "build:\n  string: py_h{{ PKG_HASH }}_0\nrequirements:\n  run:\n    - a");

    private static readonly LintRule EntryPointPython = LintRule.Error(
        3441, LintFile.Recipe, "Entry points without Python", "Entry points become Python scripts; 'python' must be in host and run.",
        "build:\n  entry_points:\n    - a = a:main\nrequirements:\n  host:\n    - make", "build:\n  entry_points:\n    - a = a:main\nrequirements:\n  host:\n    - python");

    private static readonly LintRule BadEntryPoint = LintRule.Error(
        3442, LintFile.Recipe, "Malformed entry point", "An entry point reads 'command = module:function'.",
        "build:\n  entry_points:\n    - a.main", "build:\n  entry_points:\n    - a = a:main");

    private static readonly LintRule BadNumber = LintRule.Error(
        3443, LintFile.Recipe, "Build number that is no number", "A build number is a whole number, 0 or greater.",
        "build:\n  number: first", "build:\n  number: 1");

    private static readonly LintRule NoRunExports = LintRule.Advice(
        3444, LintFile.Recipe, "Library without run exports", "What links against a library needs it at run time in a compatible version. 'run_exports' says so once, for all dependents.",
        "package:\n  name: libfast\n  version: 1.0\nrequirements:\n  build:\n    - {{ compiler('c') }}",
        "package:\n  name: libfast\n  version: 1.0\nbuild:\n  run_exports:\n    - {{ pin_subpackage('libfast') }}\nrequirements:\n  build:\n    - {{ compiler('c') }}");

    private static readonly LintRule DeadKey = LintRule.Warning(
        3445, LintFile.MetaYaml, "Key without effect", "conda-build has ignored this key for long, or only ever used it for environments that nobody makes any more.",
        "build:\n  preferred_env: root", "build:\n  number: 0");

    private static readonly string[] _deadKeys =
        ["features", "requires_features", "provides_features", "preferred_env", "preferred_env_executable_paths", "disable_pip", "msvc_compiler", "include_recipe", "pin_depends"];

    public static IReadOnlyList<LintRule> All { get; } =
    [
        NoNumber, SetupPy, PipFetches, BarePip, NoarchSelector, NoarchCompiler, CouldBeNoarch, NoarchValue, NoarchPython, NoarchSkip, FixedString, EntryPointPython,
        BadEntryPoint, BadNumber, NoRunExports, DeadKey,
    ];

    public static void Check(LintRecipe recipe)
    {
        if (recipe.Packages.All(package => package.Value("build", "number") is null && package.Node["number"] is null))
            recipe.Report(NoNumber, recipe.Root.Find("build")?.Key, "the recipe has no build number");
        foreach (var package in recipe.Packages)
        {
            Numbers(recipe, package);
            Scripts(recipe, package);
            Noarch(recipe, package);
            EntryPoints(recipe, package);
            Libraries(recipe, package);
            foreach (var key in recipe.IsV0 ? package.Section("build")?.Entries.Where(entry => _deadKeys.Contains(entry.Name)) ?? [] : [])
                recipe.Report(DeadKey, key.Key, $"'{key.Name}' has no effect");
        }
    }

    private static void Numbers(LintRecipe recipe, LintPackage package)
    {
        if (package.Value("build", "number") is ScalarNode { IsNull: false } number && recipe.Expanded(number) is var text
            && !text.Contains("{{", StringComparison.Ordinal) && (text.Length == 0 || !text.All(char.IsAsciiDigit)))
            recipe.Report(BadNumber, number, $"'{text}' is no build number");
        if (package.Value("build", "string") is ScalarNode { IsNull: false } build && recipe.TextOf(build) is var spelled
            && package.Noarch is null && !MayVary(spelled) && package.AllRequirements.Any())
            recipe.Report(FixedString, build, $"the build string '{spelled}' is the same for all variants");
    }

    // By the hash, or by whatever else an expression may ask the variants for.
    private static bool MayVary(string build) => build.Split("{{").Skip(1).Select(part => part.Split("}}")[0].Trim())
        .Any(expression => expression is not ("PKG_BUILDNUM" or "build_number" or "build" or "number"));

    private static void Scripts(LintRecipe recipe, LintPackage package)
    {
        foreach (var line in package.Script)
        {
            var text = recipe.TextOf(line);
            if (text.Contains("setup.py install", StringComparison.Ordinal))
                recipe.Report(SetupPy, line, "'setup.py install' installs");
            if (!text.Contains(Pip, StringComparison.Ordinal))
                continue;
            var missing = PipOptions.Where(option => !text.Contains(option, StringComparison.Ordinal)).ToList();
            var at = recipe.Text.IndexOf(Pip, line.Span.Start, line.Span.Length, StringComparison.Ordinal);
            if (missing.Count > 0 && !text.Contains("--no-index", StringComparison.Ordinal))
                recipe.Report(PipFetches, line, $"pip runs without {string.Join(" and ", missing)}", null, at < 0 ? [] : [new TextEdit(new(at + Pip.Length + WhatPipInstalls(recipe.Text.AsSpan(at + Pip.Length)), 0), " " + string.Join(' ', missing))]);
            if (text.StartsWith("pip ", StringComparison.Ordinal) || text.Contains("&& pip ", StringComparison.Ordinal))
                recipe.Report(BarePip, line, "'pip' may be that of another environment");
        }
    }

    // The length of ' .' or ' ./folder' behind 'pip install', where options follow by custom; 0 where something else does.
    private static int WhatPipInstalls(ReadOnlySpan<char> rest)
    {
        var end = rest.Length > 1 && rest[0] == ' ' && rest[1] == '.' ? rest[1..].IndexOfAny(EndOfWord) : 0;
        return end < 0 ? rest.Length : end > 0 && (end + 1 >= rest.Length || rest[end + 1] != '{') ? end + 1 : 0;
    }

    private static void Noarch(LintRecipe recipe, LintPackage package)
    {
        if (package.Section("build")?.Find("noarch_python") is { } old && recipe.IsV0)
            recipe.Report(NoarchPython, old.Key, "'noarch_python' is the old spelling", "write 'noarch: python'", new TextEdit(TextSpan.Between(old.Key.Span.Start, old.Value.Span.End), "noarch: python"));
        if (package.Noarch is not { } noarch)
        {
            Suggest(recipe, package);
            return;
        }
        if (noarch is not ("python" or "generic") && !noarch.Contains("{{", StringComparison.Ordinal))
            recipe.Report(NoarchValue, package.Value("build", "noarch"), $"'{noarch}' is neither 'python' nor 'generic'");
        if (recipe.IsV0 && SelectorComment.Of(recipe.LineAt(package.Value("build", "noarch")!)) is not null)
            return;
        var isPerPlatform = package.Requirements("run").Any(IsVirtual);
        foreach (var requirement in package.AllRequirements)
        {
            if (requirement.IsCompiler && noarch == "python")
                recipe.Report(NoarchCompiler, requirement.Node, "a noarch package needs no compiler");
            if (recipe.IsV0 && !isPerPlatform && SelectorComment.Of(recipe.LineAt(requirement.Node)) is { } selector && requirement.Section != "build" && !recipe.AsksVariants(selector.Condition))
                recipe.Report(NoarchSelector, requirement.Node, $"'[{selector.Condition}]' is answered once, where the package is built");
        }
        if (!recipe.IsV0 && !isPerPlatform && (package.Section("requirements")?["run"] as SequenceNode)?.Items.OfType<MappingNode>().FirstOrDefault(item => item["if"] is ScalarNode asked && !recipe.AsksVariants(asked.Value)) is { } condition)
            recipe.Report(NoarchSelector, condition, "the condition is answered once, where the package is built");
        if (package.Section("build")?.Find("skip") is { } skip && noarch == "python")
            recipe.Report(NoarchSkip, skip.Key, "a noarch package is built on one platform");
    }

    // A noarch package that asks for __win or __unix is built once for each of them, and says which is which.
    private static bool IsVirtual(LintRequirement requirement) => requirement.Name.StartsWith("__", StringComparison.Ordinal);

    private static void Suggest(LintRecipe recipe, LintPackage package)
    {
        var pip = package.Script.FirstOrDefault(line => recipe.TextOf(line).Contains(Pip, StringComparison.Ordinal));
        if (pip is null || package.UsesCompiler || package.Value("build", "skip") is not null)
            return;
        var host = package.Requirements("host").ToList();
        if (!host.Any(requirement => requirement.Name == "python") || host.Any(requirement => requirement.Name is "cython" or "numpy" or "pybind11" or "maturin"))
            return;
        var chosen = recipe.IsV0
            ? package.AllRequirements.Any(requirement => SelectorComment.Of(recipe.LineAt(requirement.Node)) is not null)
            : (package.Node["requirements"] as MappingNode)?.Entries.Any(entry => entry.Value is SequenceNode list && list.Items.OfType<MappingNode>().Any()) == true;
        if (!chosen)
            recipe.Report(CouldBeNoarch, pip, "nothing here depends on the platform");
    }

    private static void EntryPoints(LintRecipe recipe, LintPackage package)
    {
        var points = package.Value("build", "entry_points") ?? (package.Section("build")?["python"] as MappingNode)?["entry_points"];
        var entries = recipe.Scalars(points).ToList();
        if (entries.Count > 0 && package.Requirements("host").ToList() is { Count: > 0 } host && host.TrueForAll(requirement => requirement.Name != "python"))
            recipe.Report(EntryPointPython, entries[0], "'python' is not in 'host'");
        foreach (var entry in entries)
        {
            var text = recipe.TextOf(entry);
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (!text.Contains("{{", StringComparison.Ordinal) && (equals <= 0 || text.IndexOf(':', equals) < 0))
                recipe.Report(BadEntryPoint, entry, $"'{text}' is no entry point");
        }
    }

    private static void Libraries(LintRecipe recipe, LintPackage package)
    {
        if (package.Name is { } name && name.StartsWith("lib", StringComparison.Ordinal) && package.UsesCompiler && package.Noarch is null
            && package.Value("build", "run_exports") is null && package.Value("requirements", "run_exports") is null && package.Node["run_exports"] is null)
            recipe.Report(NoRunExports, package.Node, $"'{name}' says nothing to those who link against it");
    }
}
