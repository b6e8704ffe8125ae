using Hearth.Conda.MatchSpecs;
using Hearth.Recipes.MetaYaml;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Linting;

/// <summary>Rules on <c>requirements</c>.</summary>
internal static class RequirementRules
{
    private static readonly string[] LanguagesWithStdlib = ["'c'", "\"c\"", "'cxx'", "\"cxx\"", "'fortran'", "\"fortran\"", "'rust'", "\"rust\"", "'go-cgo'", "\"go-cgo\""];

    private const int MostOutputs = 300;

    private static readonly LintRule CompilerPlace = LintRule.Error(
        3446, LintFile.Recipe, "Compiler outside of build", "A compiler runs on the machine that builds; it belongs into 'build', where cross-compilation finds it.",
        "requirements:\n  host:\n    - {{ compiler('c') }}", "requirements:\n  build:\n    - {{ compiler('c') }}\n    - {{ stdlib('c') }}");

    private static readonly LintRule NoStdlib = LintRule.Error(
        3447, LintFile.Recipe, "Compiler without its standard library",
        "What a C or C++ compiler makes needs the C library of some age. stdlib('c') in 'build' says of which, and that reaches the package.",
        "requirements:\n  build:\n    - {{ compiler('c') }}", "requirements:\n  build:\n    - {{ compiler('c') }}\n    - {{ stdlib('c') }}");

    private static readonly LintRule Sysroot = LintRule.Warning(
        3448, LintFile.Recipe, "Sysroot named directly", "stdlib('c') chooses the sysroot by variant. A name here bypasses the variants.",
        "requirements:\n  build:\n    - sysroot_linux-64 2.17  # [linux64]", "requirements:\n  build:\n    - {{ stdlib('c') }}");

    private static readonly LintRule OldToolchain = LintRule.Warning(
        3449, LintFile.Recipe, "Old toolchain", "These packages were replaced years ago by the functions compiler() and stdlib().",
        "requirements:\n  build:\n    - toolchain", "requirements:\n  build:\n    - {{ compiler('c') }}\n    - {{ stdlib('c') }}");

    private static readonly LintRule NoBlank = LintRule.Warning(
        3450, LintFile.Recipe, "No blank before a version", "A blank stands between the name and the version: 'numpy >=2'. All tools read that alike.",
        "requirements:\n  run:\n    - numpy>=2", "requirements:\n  run:\n    - numpy >=2", isFixable: true);

    private static readonly LintRule ManyBlanks = LintRule.Advice(
        3451, LintFile.Recipe, "Several blanks in a requirement", "One blank stands between name, version and build.",
        "requirements:\n  run:\n    - numpy   >=2", "requirements:\n  run:\n    - numpy >=2", isFixable: true);

    private static readonly LintRule BlankInSpec = LintRule.Error(
        3452, LintFile.Recipe, "Blank behind an operator", "'numpy >= 2' reads as version '>=' and build '2'. No blank follows an operator.",
        "requirements:\n  run:\n    - numpy >= 2", "requirements:\n  run:\n    - numpy >=2", isFixable: true);

    private static readonly LintRule BadSpec = LintRule.Error(
        3453, LintFile.Recipe, "Requirement that is no MatchSpec", "A requirement is a name, perhaps a version, perhaps a build.",
        "requirements:\n  run:\n    - numpy >=2 <3 py_0 x", "requirements:\n  run:\n    - numpy >=2,<3");

    private static readonly LintRule Twice = LintRule.Warning(
        3454, LintFile.Recipe, "Requirement named twice", "The same package stands twice in one section, with two versions or in the same words. Join the versions with a comma.",
        "requirements:\n  run:\n    - numpy >=2\n    - numpy <3", "requirements:\n  run:\n    - numpy >=2,<3");

    private static readonly LintRule SectionOrder = LintRule.Advice(
        3455, LintFile.Recipe, "Order of the requirement sections", "Readers expect build, host, run: the order in which they are used.",
        "requirements:\n  run:\n    - a\n  host:\n    - a", "requirements:\n  host:\n    - a\n  run:\n    - a");

    private static readonly LintRule NoPythonHost = LintRule.Error(
        3456, LintFile.Recipe, "noarch: python without Python", "A noarch Python package is installed into an environment with Python: it must stand in host and in run, or come with an output that is pinned.",
        "build:\n  noarch: python\nrequirements:\n  host:\n    - pip\n  run:\n    - numpy", "build:\n  noarch: python\nrequirements:\n  host:\n    - python\n    - pip\n  run:\n    - python\n    - numpy");

    private static readonly LintRule NoPythonRun = LintRule.Warning(
        3457, LintFile.Recipe, "Python in host and not in run", "A package that is built with Python is nearly always run with it. One of a fixed version, as in 'python 3.12.*', is a tool of the build.",
        "requirements:\n  host:\n    - python\n  run:\n    - numpy", "requirements:\n  host:\n    - python\n  run:\n    - python");

    private static readonly LintRule PythonMinHost = LintRule.Advice(
        3458, LintFile.Recipe, "noarch built with any Python", "conda-forge builds noarch packages with the oldest Python they support: 'python {{ python_min }}' in host.",
        "build:\n  noarch: python\nrequirements:\n  host:\n    - python\n  run:\n    - python >={{ python_min }}",
        "build:\n  noarch: python\nrequirements:\n  host:\n    - python {{ python_min }}\n  run:\n    - python >={{ python_min }}");

    private static readonly LintRule PythonMinRun = LintRule.Advice(
        3459, LintFile.Recipe, "noarch without the variable python_min", "'python >={{ python_min }}' in run moves on when a Python goes out of support.",
        "build:\n  noarch: python\nrequirements:\n  host:\n    - python {{ python_min }}\n  run:\n    - python >=3.8",
        "build:\n  noarch: python\nrequirements:\n  host:\n    - python {{ python_min }}\n  run:\n    - python >={{ python_min }}");

    private static readonly LintRule PythonUpper = LintRule.Advice(
        3461, LintFile.Recipe, "Upper bound on Python", "A bound on Python's major version blocks the solver and protects nobody; metadata can be patched once a Python really breaks it.",
        "requirements:\n  run:\n    - python >=3.9,<4", "requirements:\n  run:\n    - python >=3.9");

    private static readonly LintRule NoPip = LintRule.Error(
        3462, LintFile.Recipe, "pip that is not in host", "The script runs pip, and host does not have it.",
        "build:\n  script: '{{ PYTHON }} -m pip install . --no-deps'\nrequirements:\n  host:\n    - python", "build:\n  script: '{{ PYTHON }} -m pip install . --no-deps'\nrequirements:\n  host:\n    - python\n    - pip");

    private static readonly LintRule NoBackend = LintRule.Warning(
        3463, LintFile.Recipe, "No build backend in host", "pip needs what pyproject.toml names as build backend: setuptools, hatchling, flit-core, poetry-core, maturin, …. Python no longer brings setuptools along.",
        "build:\n  script: '{{ PYTHON }} -m pip install . --no-deps'\nrequirements:\n  host:\n    - python\n    - pip",
        "build:\n  script: '{{ PYTHON }} -m pip install . --no-deps'\nrequirements:\n  host:\n    - python\n    - pip\n    - setuptools");

    private static readonly LintRule Avoided = LintRule.Advice(
        3464, LintFile.Recipe, "Package with a better one", "The package pulls in more than is needed, or has a new name.",
        "requirements:\n  run:\n    - matplotlib", "requirements:\n  run:\n    - matplotlib-base");

    private static readonly LintRule NumpyXX = LintRule.Warning(
        3465, LintFile.MetaYaml, "Old pin of numpy", "'numpy x.x' was replaced by variants and by pin_compatible('numpy').",
        "requirements:\n  run:\n    - numpy x.x", "requirements:\n  run:\n    - {{ pin_compatible('numpy') }}");

    private static readonly LintRule Capitals = LintRule.Error(
        3466, LintFile.Recipe, "Capital letters in a package name", "Names of conda packages are in lower case (CEP 26).",
        "requirements:\n  run:\n    - PyYAML", "requirements:\n  run:\n    - pyyaml", isFixable: true);

    private static readonly LintRule OldPin = LintRule.Warning(
        3467, LintFile.RecipeYaml, "Old names of pin arguments", "In recipe.yaml min_pin and max_pin are called lower_bound and upper_bound (CEP 39).",
        "requirements:\n  run:\n    - ${{ pin_compatible('a', max_pin='x') }}", "requirements:\n  run:\n    - ${{ pin_compatible('a', upper_bound='x') }}", isFixable: true);

    private static readonly LintRule PinElsewhere = LintRule.Error(
        3468, LintFile.Recipe, "Pin of an output that is not there", "pin_subpackage pins an output of the same recipe; for other packages there is pin_compatible.",
        "package:\n  name: a\nrequirements:\n  run:\n    - {{ pin_subpackage('b') }}", "package:\n  name: a\nrequirements:\n  run:\n    - {{ pin_compatible('b') }}");

    private static readonly LintRule OnlyBuild = LintRule.Warning(
        3469, LintFile.Recipe, "Python in build and nothing in host", "What a package is built against belongs into host. With build alone it links against the machine that builds.",
        "requirements:\n  build:\n    - python\n  run:\n    - python", "requirements:\n  host:\n    - python\n  run:\n    - python");

    private static readonly HashSet<string> _toolchains = new(StringComparer.Ordinal) { "toolchain", "toolchain3", "gcc", "libgcc", "m2w64-toolchain", "m2w64-gcc", "gcc_linux-64", "vc", "vs2008_runtime", "clangdev-toolchain" };

    private static readonly Dictionary<string, string> _better = new(StringComparer.Ordinal)
    {
        ["matplotlib"] = "matplotlib-base",
        ["jpeg"] = "libjpeg-turbo",
        ["grpc-cpp"] = "libgrpc",
        ["abseil-cpp"] = "libabseil",
        ["build"] = "python-build",
        ["boost"] = "libboost-devel or libboost-python-devel",
        ["boost-cpp"] = "libboost-devel",
        ["mpir"] = "gmp",
        ["poetry"] = "poetry-core",
        ["flit"] = "flit-core",
        ["hatch"] = "hatchling",
        ["psycopg2-binary"] = "psycopg2",
        ["opencv-python"] = "opencv",
    };

    private static readonly string[] _backends =
    [
        "setuptools", "hatchling", "flit-core", "poetry-core", "maturin", "meson-python", "scikit-build-core", "pdm-backend", "poetry", "flit", "setuptools-scm", "setuptools_scm", "uv-build", "whey", "sip", "pdm-pep517",
        "enscons", "hatch", "jupyter-packaging", "jupyter_packaging", "scikit-build", "pbr", "versioneer", "py-build-cmake", "uv_build", "setuptools-rust",
    ];

    public static IReadOnlyList<LintRule> All { get; } =
    [
        CompilerPlace, NoStdlib, Sysroot, OldToolchain, NoBlank, ManyBlanks, BlankInSpec, BadSpec, Twice, SectionOrder, NoPythonHost, NoPythonRun, PythonMinHost, PythonMinRun, PythonUpper, NoPip,
        NoBackend, Avoided, NumpyXX, Capitals, OldPin, PinElsewhere, OnlyBuild,
    ];

    public static void Check(LintRecipe recipe)
    {
        foreach (var package in recipe.Packages)
        {
            Order(recipe, package);
            Compilers(recipe, package);
            Python(recipe, package);
            foreach (var section in new[] { "build", "host", "run" })
            {
                var seen = new Dictionary<string, string>(StringComparer.Ordinal);
                foreach (var requirement in package.Requirements(section))
                {
                    Spelling(recipe, requirement);
                    Names(recipe, requirement);
                    if (requirement.Name.Length > 0 && !IsChosen(recipe, requirement) && !seen.TryAdd(requirement.Name, requirement.Spec.Trim()) && IsRepetition(seen[requirement.Name], requirement.Spec.Trim()))
                        recipe.Report(Twice, requirement.Node, $"'{requirement.Name}' stands in '{section}' a second time");
                }
            }
            foreach (var requirement in package.AllRequirements.Where(requirement => requirement.Name.Length == 0))
                Pins(recipe, requirement);
        }
    }

    // A bare name beside one with a version is how recipes keep a key of the variants and a demand of their own apart; so is a build beside a version.
    private static bool IsRepetition(string one, string other) =>
        one == other || (one.Length > 0 && other.Length > 0 && !one.AsSpan().ContainsAny(' ', '[') && !other.AsSpan().ContainsAny(' ', '['));

    // A selector or a condition chooses between several, that of CEP 43 too.
    private static bool IsChosen(LintRecipe recipe, LintRequirement requirement)
    {
        if (requirement.Text.Contains("[when=", StringComparison.Ordinal))
            return true;
        var line = recipe.LineAt(requirement.Node).AsSpan();
        return recipe.IsV0 ? SelectorComment.Of(line) is not null || recipe.Text.Contains("{% if", StringComparison.Ordinal) || recipe.Text.Contains("{%- if", StringComparison.Ordinal)
            : line.TrimStart().StartsWith("then:") || line.TrimStart().StartsWith("else:") || line.IndexOf("- ") > 6;
    }

    private static void Order(LintRecipe recipe, LintPackage package)
    {
        if (package.Section("requirements") is not { } sections)
            return;
        string[] order = ["build", "host", "run"];
        var places = sections.Entries.Select(entry => Array.IndexOf(order, entry.Name)).Where(place => place >= 0).ToList();
        if (!places.SequenceEqual(places.Order()))
            recipe.Report(SectionOrder, sections, "the sections do not stand in the order build, host, run");
        if (package.Requirements("build").FirstOrDefault(requirement => requirement.Name == "python") is { } python && !package.Requirements("host").Any() && !IsChosen(recipe, python))
            recipe.Report(OnlyBuild, python.Node, "'python' is in 'build', and 'host' is empty");
    }

    private static void Compilers(LintRecipe recipe, LintPackage package)
    {
        foreach (var requirement in package.Requirements("host").Concat(package.Requirements("run")).Where(requirement => requirement.IsCompiler))
            recipe.Report(CompilerPlace, requirement.Node, $"the compiler stands in '{requirement.Section}'");
        var build = package.Requirements("build").ToList();
        var compiler = build.FirstOrDefault(requirement => requirement.IsCompiler && LanguagesWithStdlib.Any(language => requirement.Text.Contains(language, StringComparison.Ordinal)));
        if (compiler is not null && !build.Exists(requirement => requirement.IsStdlib))
            recipe.Report(NoStdlib, compiler.Node, "no standard library stands beside the compiler", "add stdlib('c') to 'build'");
        foreach (var requirement in package.AllRequirements)
        {
            if (requirement.Section != "run" && requirement.Text.StartsWith("sysroot_", StringComparison.Ordinal))
                recipe.Report(Sysroot, requirement.Node, $"'{requirement.Text}' is named directly");
            else if (_toolchains.Contains(requirement.Name))
                recipe.Report(OldToolchain, requirement.Node, $"'{requirement.Name}' is an old toolchain");
        }
    }

    private static void Python(LintRecipe recipe, LintPackage package)
    {
        var host = package.Requirements("host").ToList();
        var run = package.Requirements("run").ToList();
        var hostPython = host.Find(requirement => requirement.Name == "python");
        var runPython = run.Find(requirement => requirement.Name == "python");
        if (package.Noarch == "python" && (host.Count > 0 || run.Count > 0) && (runPython is null || (host.Count > 0 && hostPython is null))
            && !(runPython is null && run.Exists(requirement => requirement.Text.Contains("pin_subpackage(", StringComparison.Ordinal))))
        {
            recipe.Report(NoPythonHost, package.Value("build", "noarch"), $"'python' is not in '{(runPython is null ? "run" : "host")}'");
        }
        else if (package.Noarch is null && hostPython is { Spec.Length: 0 } && runPython is null && run.Count > 0 && !run.Exists(requirement => requirement.Text.Contains("pin_subpackage(", StringComparison.Ordinal)))
            recipe.Report(NoPythonRun, hostPython.Node, "'python' is in 'host' and not in 'run'");
        if (package.Noarch == "python")
        {
            if (hostPython is not null && !hostPython.Text.Contains("python_min", StringComparison.Ordinal))
                recipe.Report(PythonMinHost, hostPython.Node, "the Python that builds is not the oldest that is supported");
            if (runPython is not null && !runPython.Text.Contains("python_min", StringComparison.Ordinal))
                recipe.Report(PythonMinRun, runPython.Node, "the bound on Python is spelled out, or missing");
        }
        if (runPython?.Spec.Contains("<4", StringComparison.Ordinal) == true)
            recipe.Report(PythonUpper, runPython.Node, "'<4' blocks the solver and protects nobody");
        var pip = package.Script.FirstOrDefault(line => recipe.TextOf(line).Contains("pip install", StringComparison.Ordinal));
        if (pip is null || hostPython is null)
            return;
        if (!host.Exists(requirement => requirement.Name is "pip" or "uv"))
            recipe.Report(NoPip, pip, "'pip' is not in 'host'");
        else if (!IsBackend(package.Name) && !IsBackend(recipe.Top.Name) && !host.Exists(requirement => _backends.Contains(requirement.Name)) && !host.Exists(requirement => requirement.Name.EndsWith("-core", StringComparison.Ordinal)))
            recipe.Report(NoBackend, pip, "'host' names no build backend");
    }

    // A backend builds itself.
    private static bool IsBackend(string? name) => name is not null && (_backends.Contains(name) || name is "pip" or "wheel" or "build" or "python-build");

    private static void Spelling(LintRecipe recipe, LintRequirement requirement)
    {
        if (requirement.Name.Length == 0)
            return;
        var spec = requirement.Spec;
        var at = recipe.Text.IndexOf(requirement.Text, requirement.Node.Span.Start, requirement.Node.Span.Length, StringComparison.Ordinal) + requirement.Text.Length - spec.Length;
        var found = at >= requirement.Text.Length - spec.Length;
        if (spec.Length > 0 && spec[0] != ' ' && !spec.StartsWith('['))
            recipe.Report(NoBlank, requirement.Node, $"'{requirement.Text}' has no blank before the version", null, found ? [new TextEdit(new(at, 0), " ")] : []);
        else if (spec.Contains("  ", StringComparison.Ordinal))
            recipe.Report(ManyBlanks, requirement.Node, $"'{requirement.Text}' has several blanks", null, found ? [new TextEdit(new(at, spec.Length), " " + string.Join(' ', spec.Split(' ', StringSplitOptions.RemoveEmptyEntries)))] : []);
        var gap = spec.AsSpan().TrimStart().IndexOf(' ');
        var trimmed = spec.TrimStart();
        if (gap > 0 && trimmed[..gap] is ">=" or "<=" or "==" or ">" or "<" or "!=" or "=")
            recipe.Report(BlankInSpec, requirement.Node, $"'{requirement.Text}' has a blank behind '{trimmed[..gap]}'", null, found && !spec.Contains("  ", StringComparison.Ordinal) ? [new TextEdit(new(at, spec.Length), " " + trimmed[..gap] + trimmed[gap..].TrimStart())] : []);
        else if (!requirement.Text.Contains("{{", StringComparison.Ordinal) && trimmed != "x.x" && !MatchSpec.TryParse(requirement.Text, null, out _))
            recipe.Report(BadSpec, requirement.Node, $"'{requirement.Text}' is no MatchSpec");
    }

    private static void Names(LintRecipe recipe, LintRequirement requirement)
    {
        if (requirement.Name.Length == 0)
            return;
        var written = requirement.Text[..requirement.Name.Length];
        if (written != requirement.Name && !written.Contains("::", StringComparison.Ordinal))
        {
            var at = recipe.Text.IndexOf(written, requirement.Node.Span.Start, requirement.Node.Span.Length, StringComparison.Ordinal);
            recipe.Report(Capitals, requirement.Node, $"'{written}' has capital letters", $"write {requirement.Name}", at < 0 ? [] : [new TextEdit(new(at, written.Length), requirement.Name)]);
        }
        if (_better.TryGetValue(requirement.Name, out var better) && !(requirement.Section == "run" && requirement.Name is "poetry" or "flit" or "hatch"))
            recipe.Report(Avoided, requirement.Node, $"'{requirement.Name}' has a better counterpart", $"use {better}");
        if (recipe.IsV0 && requirement.Spec.Trim() == "x.x")
            recipe.Report(NumpyXX, requirement.Node, $"'{requirement.Text}' is an old pin");
    }

    private static void Pins(LintRecipe recipe, LintRequirement requirement)
    {
        if (!recipe.IsV0 && requirement.Text.Contains("pin_", StringComparison.Ordinal))
        {
            foreach (var (old, name) in new[] { ("min_pin=", "lower_bound="), ("max_pin=", "upper_bound=") })
            {
                if (recipe.Text.IndexOf(old, requirement.Node.Span.Start, requirement.Node.Span.Length, StringComparison.Ordinal) is >= 0 and var at)
                    recipe.Report(OldPin, requirement.Node, $"'{old.TrimEnd('=')}' is called '{name.TrimEnd('=')}'", null, new TextEdit(new(at, old.Length), name));
            }
        }
        const string Pin = "pin_subpackage(";
        var begin = requirement.Text.IndexOf(Pin, StringComparison.Ordinal);
        if (begin < 0 || begin + Pin.Length >= requirement.Text.Length || requirement.Text[begin + Pin.Length] is not ('\'' or '"') || recipe.Outputs.Count > MostOutputs || recipe.Text.Contains("{% for", StringComparison.Ordinal))
            return;
        var rest = requirement.Text[(begin + Pin.Length + 1)..];
        var end = rest.IndexOfAny(['\'', '"']);
        var behind = end < 0 ? "" : rest[(end + 1)..].TrimStart();
        if (end > 0 && behind.Length > 0 && behind[0] is ',' or ')' && recipe.Packages.All(package => package.Name is { } name && !name.Contains("{{", StringComparison.Ordinal) && name != rest[..end]))
            recipe.Report(PinElsewhere, requirement.Node, $"the recipe has no output '{rest[..end]}'");
    }
}
