using Hearth.Conda.Licences;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Linting;

/// <summary>Rules on <c>about</c>.</summary>
internal static class AboutRules
{
    private static readonly LintRule NoHome = LintRule.Error(
        3400, LintFile.Recipe, "No home page", "Users find out what a package is from its home page. Give 'about: home' in meta.yaml, 'about: homepage' in recipe.yaml.",
        "about:\n  summary: Fast things", "about:\n  home: https://example.org\n  summary: Fast things");

    private static readonly LintRule NoLicence = LintRule.Error(
        3401, LintFile.Recipe, "No licence", "Nobody may use or mirror a package whose licence is not known. Give 'about: license' as an SPDX expression.",
        "about:\n  summary: Fast things", "about:\n  license: MIT");

    private static readonly LintRule NoSummary = LintRule.Error(
        3402, LintFile.Recipe, "No summary", "Search results and pages show one line about each package. Give 'about: summary'.",
        "about:\n  license: MIT", "about:\n  summary: Fast things");

    private static readonly LintRule UnknownLicence = LintRule.Error(
        3403, LintFile.Recipe, "Licence named unknown", "'unknown' or 'none' is no licence. Look into the source; if it has no licence, it may not be distributed.",
        "about:\n  license: unknown", "about:\n  license: BSD-3-Clause");

    private static readonly LintRule SaysLicence = LintRule.Warning(
        3404, LintFile.Recipe, "The word licence in a licence", "'MIT License' repeats what the key says; SPDX ids do without.",
        "about:\n  license: MIT License", "about:\n  license: MIT", isFixable: true);

    private static readonly LintRule NotSpdx = LintRule.Warning(
        3405, LintFile.Recipe, "Licence that SPDX does not list",
        "Tools read licences as SPDX expressions. Use a listed id, join several by AND or OR, and name licences that SPDX does not have 'LicenseRef-…'.",
        "about:\n  license: Apache 2.0", "about:\n  license: Apache-2.0", isFixable: true);

    private static readonly LintRule DeprecatedId = LintRule.Warning(
        3406, LintFile.Recipe, "Deprecated licence id", "SPDX replaced this id by one that says more, as GPL-3.0 by GPL-3.0-only and GPL-3.0-or-later. Only the authors' words tell which.",
        "about:\n  license: GPL-3.0", "about:\n  license: GPL-3.0-only");

    private static readonly LintRule NoLicenceFile = LintRule.Error(
        3407, LintFile.Recipe, "No licence file", "Most licences want their text to go with the software. Name it in 'about: license_file'.",
        "about:\n  license: MIT", "about:\n  license: MIT\n  license_file: LICENSE");

    private static readonly LintRule UnknownFamily = LintRule.Error(
        3408, LintFile.MetaYaml, "Unknown licence family", "'license_family' takes a short list of words: AGPL, LGPL, GPL3, GPL2, GPL, BSD, MIT, APACHE, PSF, CC, MOZILLA, PUBLIC-DOMAIN, PROPRIETARY, OTHER, NONE.",
        "about:\n  license_family: Berkeley", "about:\n  license_family: BSD");

    private static readonly LintRule FamilyRemoved = LintRule.Advice(
        3409, LintFile.RecipeYaml, "Licence family in recipe.yaml", "The key was removed from the format (CEP 14): the licence itself tells the family.",
        "about:\n  license_family: BSD", "about:\n  license: BSD-3-Clause");

    private static readonly LintRule LongSummary = LintRule.Advice(
        3410, LintFile.Recipe, "Long summary", "A summary is one line. What goes beyond 200 characters belongs into 'description'.",
        $"about:\n  summary: {new string('x', 201)}", "about:\n  summary: Fast things");

    private static readonly LintRule NotUrl = LintRule.Error(
        3411, LintFile.Recipe, "Address that is no URL", "Addresses in 'about' are shown as links; they begin with http:// or https://.",
        "about:\n  home: example.org", "about:\n  home: https://example.org");

    private static readonly LintRule PlainHttp = LintRule.Advice(
        3412, LintFile.Recipe, "Unencrypted address", "These hosts serve everything over https.",
        "about:\n  home: http://github.com/a/b", "about:\n  home: https://github.com/a/b", isFixable: true);

    private static readonly LintRule RustLicences = LintRule.Warning(
        3413, LintFile.Recipe, "Licences of Rust crates not collected",
        "A Rust program contains its crates, and must carry their licences. Run 'cargo-bundle-licenses' in the build and list its file in 'license_file'.",
        "requirements:\n  build:\n    - {{ compiler('rust') }}", "requirements:\n  build:\n    - {{ compiler('rust') }}\n    - cargo-bundle-licenses");

    private static readonly LintRule GoLicences = LintRule.Warning(
        3414, LintFile.Recipe, "Licences of Go modules not collected",
        "A Go program contains its modules, and must carry their licences. Run 'go-licenses' in the build and list its folder in 'license_file'.",
        "requirements:\n  build:\n    - {{ compiler('go') }}", "requirements:\n  build:\n    - {{ compiler('go') }}\n    - go-licenses");

    private static readonly LintRule SameTexts = LintRule.Advice(
        3415, LintFile.Recipe, "Description that repeats the summary", "A description says more than the summary; leave it out if there is no more to say.",
        "about:\n  summary: Fast things\n  description: Fast things", "about:\n  summary: Fast things\n  description: It does things fast.");

    private static readonly string[] _families =
        ["AGPL", "LGPL", "GPL3", "GPL2", "GPL", "BSD", "MIT", "APACHE", "PSF", "CC", "MOZILLA", "PUBLIC-DOMAIN", "PROPRIETARY", "OTHER", "NONE"];

    private static readonly string[] _urlKeys = ["home", "homepage", "dev_url", "repository", "doc_url", "documentation"];

    /// <summary>The most characters of a summary.</summary>
    public const int LongestSummary = 200;

    private static readonly string[] _secureHosts = ["http://github.com/", "http://gitlab.com/", "http://pypi.org/", "http://pypi.python.org/", "http://bitbucket.org/"];

    public static IReadOnlyList<LintRule> All { get; } =
    [
        NoHome, NoLicence, NoSummary, UnknownLicence, SaysLicence, NotSpdx, DeprecatedId, NoLicenceFile, UnknownFamily, FamilyRemoved, LongSummary, NotUrl, PlainHttp,
        RustLicences, GoLicences, SameTexts,
    ];

    public static void Check(LintRecipe recipe)
    {
        var about = recipe.Root["about"];
        if (recipe.Packages.All(package => package.Text("about", recipe.IsV0 ? "home" : "homepage") is null))
            recipe.Report(NoHome, about, "the recipe names no home page");
        if (recipe.Packages.All(package => package.Text("about", "license") is null))
            recipe.Report(NoLicence, about, "the recipe names no licence");
        if (recipe.Packages.All(package => package.Text("about", "summary") is null))
            recipe.Report(NoSummary, about, "the recipe has no summary");
        foreach (var package in recipe.Packages)
        {
            if (package.Value("about", "license") is ScalarNode { IsNull: false } licence)
                Licence(recipe, package, licence);
            foreach (var key in _urlKeys)
                Urls(recipe, package.Value("about", key));
            Texts(recipe, package);
            Bundled(recipe, package);
        }
    }

    private static void Licence(LintRecipe recipe, LintPackage package, ScalarNode node)
    {
        var text = recipe.Expanded(node);
        if (text.Contains("{{", StringComparison.Ordinal))
            return;
        if (package.Value("about", "license_file") is null or ScalarNode { IsNull: true } && (package.IsOutput ? recipe.Top : package).Value("about", "license_file") is null)
            recipe.Report(NoLicenceFile, node, $"'{text}' without a 'license_file'");
        if (text.Equals("unknown", StringComparison.OrdinalIgnoreCase) || text.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            recipe.Report(UnknownLicence, node, $"'{text}' is no licence");
            return;
        }
        var reading = LicenceSpelling.Read(text);
        var fix = reading is { IsExact: false } ? Value(recipe, node, reading.Expression.ToString()!) : [];
        if (text.Contains("licen", StringComparison.OrdinalIgnoreCase) && !text.Contains("LicenseRef-", StringComparison.OrdinalIgnoreCase) && !LicenceExpression.TryParse(text, null, out _))
            recipe.Report(SaysLicence, node, $"'{text}' says that it is a licence", reading is null ? null : $"write {reading.Expression}", fix);
        else if (!LicenceExpression.TryParse(text, null, out var expression) || expression.Problems().Any(problem => problem.Severity == Severity.Error))
            recipe.Report(NotSpdx, node, $"'{text}' is no expression of ids that SPDX lists", reading is null ? null : $"write {reading.Expression}", fix);
        else if (expression.Problems() is [var deprecated, ..])
            recipe.Report(DeprecatedId, node, deprecated.Message, deprecated.Hint);
    }

    /// <summary>The address over https, where its host is known to serve everything so.</summary>
    public static string Encrypted(string address) =>
        _secureHosts.Any(host => address.StartsWith(host, StringComparison.OrdinalIgnoreCase)) ? $"https{address["http".Length..]}" : address;

    private static TextEdit[] Value(LintRecipe recipe, ScalarNode node, string value) =>
        recipe.Expanded(node) == recipe.TextOf(node) ? [new(node.Span, ScalarText.Of(value, node, inBrackets: false))] : [];

    private static void Urls(LintRecipe recipe, SyntaxNode? value)
    {
        foreach (var node in recipe.Scalars(value))
        {
            var text = recipe.TextOf(node);
            if (!text.StartsWith("http", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("ftp:", StringComparison.OrdinalIgnoreCase) && !text.StartsWith(recipe.Opening, StringComparison.Ordinal))
                recipe.Report(NotUrl, node, $"'{text}' is no URL");
            else if (_secureHosts.Any(host => text.StartsWith(host, StringComparison.OrdinalIgnoreCase)) && recipe.Text.IndexOf("http:", node.Span.Start, node.Span.Length, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
                recipe.Report(PlainHttp, node, $"'{text}' is not encrypted", "write https://", new TextEdit(new(at + 4, 0), "s"));
        }
    }

    private static void Texts(LintRecipe recipe, LintPackage package)
    {
        var summary = package.Text("about", "summary");
        if (summary?.Length > LongestSummary)
            recipe.Report(LongSummary, package.Value("about", "summary"), $"the summary has {summary.Length} characters");
        if (summary is not null && summary.Trim() == package.Text("about", "description")?.Trim() && !summary.Contains("{{", StringComparison.Ordinal))
            recipe.Report(SameTexts, package.Value("about", "description"), "the description is the summary again");
        if (package.Value("about", "license_family") is not ScalarNode { IsNull: false } family)
            return;
        if (!recipe.IsV0)
            recipe.Report(FamilyRemoved, family, "this format has no key 'license_family'");
        else if (!_families.Contains(recipe.Expanded(family).ToUpperInvariant()) && !recipe.TextOf(family).Contains("{{", StringComparison.Ordinal))
            recipe.Report(UnknownFamily, family, $"'{recipe.TextOf(family)}' is no family");
    }

    private static void Bundled(LintRecipe recipe, LintPackage package)
    {
        Collected(RustLicences, "rust", "cargo-bundle-licenses");
        Collected(GoLicences, "go", "go-licenses");

        void Collected(LintRule rule, string language, string tool)
        {
            var compiler = package.Requirements("build").FirstOrDefault(requirement =>
                requirement.IsCompiler && (requirement.Text.Contains($"'{language}'", StringComparison.Ordinal) || requirement.Text.Contains($"\"{language}\"", StringComparison.Ordinal)));
            if (compiler is not null && !recipe.Text.Contains(tool, StringComparison.Ordinal))
                recipe.Report(rule, compiler.Node, "nothing collects the licences that the program contains", $"add {tool} to 'build' and run it");
        }
    }
}
