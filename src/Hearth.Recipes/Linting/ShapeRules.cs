using Hearth.Conda.Names;
using Hearth.Conda.Versions;
using Hearth.Recipes.MetaYaml;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Linting;

/// <summary>Rules on sections, names, versions, maintainers and white space.</summary>
internal static class ShapeRules
{
    private const int MostVariables = 300;

    private static readonly LintRule UnknownSection = LintRule.Error(
        3480, LintFile.Recipe, "Unknown section", "A recipe has a fixed list of sections. What is free to choose goes into 'extra'.",
        "package:\n  name: a\nrequirments:\n  run:\n    - b", "package:\n  name: a\nrequirements:\n  run:\n    - b");

    private static readonly LintRule UnknownKey = LintRule.Error(
        3481, LintFile.MetaYaml, "Unknown key", "Tools ignore keys that they do not know, so a misspelt one does nothing.",
        "about:\n  licence: MIT", "about:\n  license: MIT");

    private static readonly LintRule Order = LintRule.Advice(
        3482, LintFile.Recipe, "Order of the sections", "Readers expect package, source, build, requirements, test, about, extra.",
        "about:\n  license: MIT\npackage:\n  name: a", "package:\n  name: a\nabout:\n  license: MIT");

    private static readonly LintRule End = LintRule.Advice(
        3483, LintFile.Recipe, "End of the file", "A file ends with one line break: with none, tools that append spoil the last line; with several there is nothing to see.",
        "package:\n  name: a\n\n\n", "package:\n  name: a\n", isFixable: true);

    private static readonly LintRule TrailingBlanks = LintRule.Advice(
        3484, LintFile.Recipe, "Blanks at the end of a line", "They are seen by nobody and show up in every comparison.",
        "package:\n  name: a   \n  version: 1.0\n", "package:\n  name: a\n  version: 1.0\n", isFixable: true);

    private static readonly LintRule Tabs = LintRule.Error(
        3485, LintFile.Recipe, "Tab in the indentation", "YAML indents with blanks; a tab is an error in most parsers.",
        "package:\n\tname: a\n", "package:\n  name: a\n");

    private static readonly LintRule BadName = LintRule.Error(
        3486, LintFile.Recipe, "Name that no package may have", "Lower-case letters, digits, '-', '_' and '.' (CEP 26).",
        "package:\n  name: My Package", "package:\n  name: my-package");

    private static readonly LintRule BadVersion = LintRule.Error(
        3487, LintFile.Recipe, "Version that conda cannot order", "A version has digits, letters, '.', '_', perhaps an epoch 'n!' and a local part '+…'. Hyphens are not allowed.",
        "package:\n  name: a\n  version: 1.0-beta", "package:\n  name: a\n  version: 1.0b0");

    private static readonly LintRule NumberVersion = LintRule.Error(
        3488, LintFile.RecipeYaml, "Version that reads as a number", "Without quotes 1.10 is the number 1.1. Put versions in quotes (CEP 14).",
        "package:\n  name: a\n  version: 1.10", "package:\n  name: a\n  version: \"1.10\"", isFixable: true);

    private static readonly LintRule NoMaintainers = LintRule.Error(
        3489, LintFile.Recipe, "No maintainers", "'extra: recipe-maintainers' lists the accounts that answer for the recipe.",
        "extra:\n  channel: x", "extra:\n  recipe-maintainers:\n    - ann");

    private static readonly LintRule MaintainersList = LintRule.Error(
        3490, LintFile.Recipe, "Maintainers that are no list", "Write each on a line of its own with a dash.",
        "extra:\n  recipe-maintainers: ann", "extra:\n  recipe-maintainers:\n    - ann");

    private static readonly LintRule ExampleMaintainer = LintRule.Error(
        3491, LintFile.Recipe, "Maintainer of the example", "The name stands in the recipe that everyone copies. Put your own.",
        "extra:\n  recipe-maintainers:\n    - LisaSimpson", "extra:\n  recipe-maintainers:\n    - ann");

    private static readonly LintRule SetSpacing = LintRule.Advice(
        3492, LintFile.MetaYaml, "Blanks in a set statement", "'{% set name = value %}' is how tools that update recipes look for it.",
        "{%set version='1.0'%}\npackage:\n  name: a", "{% set version = '1.0' %}\npackage:\n  name: a", isFixable: true);

    private static readonly LintRule SelectorSpacing = LintRule.Advice(
        3493, LintFile.MetaYaml, "Blanks before a selector", "Two blanks, a hash, one blank, the brackets: '  # [win]'.",
        "build:\n  skip: true # [win]", "build:\n  skip: true  # [win]", isFixable: true);

    private static readonly LintRule OldSelector = LintRule.Advice(
        3494, LintFile.MetaYaml, "Selector for one Python", "'py27' or 'py36' names one version; 'py<37' still means something next year.",
        "build:\n  skip: true  # [py27]", "build:\n  skip: true  # [py<36]");

    private static readonly LintRule BadSelector = LintRule.Error(
        3495, LintFile.MetaYaml, "Selector that cannot be read", "A selector is an expression of Python.",
        "build:\n  skip: true  # [win and]", "build:\n  skip: true  # [win]");

    private static readonly LintRule ExpressionSpacing = LintRule.Advice(
        3496, LintFile.Recipe, "No blanks in an expression", "One blank stands on either side: '{{ version }}'. Tools look for it so.",
        "package:\n  name: a\n  version: {{version}}", "package:\n  name: a\n  version: {{ version }}", isFixable: true);

    private static readonly LintRule Unused = LintRule.Advice(
        3497, LintFile.Recipe, "Variable that is not used", "A variable nobody asks for misleads readers and tools.",
        "{% set build_tag = \"x\" %}\npackage:\n  name: a", "{% set version = \"1.0\" %}\npackage:\n  name: a\n  version: {{ version }}");

    private static readonly LintRule ExampleComment = LintRule.Advice(
        3498, LintFile.Recipe, "Comment of the example", "Comments of the example recipe explain the example. Remove them.",
        "# Note: there are many handy hints in comments in this example -- remove them when you've finalized your recipe\npackage:\n  name: a", "package:\n  name: a");

    private static readonly LintRule SameOutput = LintRule.Error(
        3499, LintFile.Recipe, "Two outputs of one name", "Both would be one file. Give them selectors that exclude each other, or names of their own.",
        "package:\n  name: a\noutputs:\n  - name: b\n  - name: b", "package:\n  name: a\noutputs:\n  - name: b\n  - name: c");

    private static readonly LintRule NamelessOutput = LintRule.Error(
        3500, LintFile.Recipe, "Output without a name", "Every output is a package and needs a name.",
        "package:\n  name: a\noutputs:\n  - version: 1.0", "package:\n  name: a\noutputs:\n  - name: b");

    private static readonly string[] _v0Order = ["package", "source", "build", "requirements", "outputs", "test", "about", "extra"];

    private static readonly string[] _v1Order = ["schema_version", "context", "recipe", "package", "source", "build", "requirements", "outputs", "tests", "about", "extra"];

    private static readonly string[] _examples = ["LisaSimpson", "someone", "your-github-id-here", "your_github_handle", "GITHUB_USERNAME", "your-github-username"];

    public static IReadOnlyList<LintRule> All { get; } =
    [
        UnknownSection, UnknownKey, Order, End, TrailingBlanks, Tabs, BadName, BadVersion, NumberVersion, NoMaintainers, MaintainersList, ExampleMaintainer, SetSpacing, SelectorSpacing, OldSelector,
        BadSelector, ExpressionSpacing, Unused, ExampleComment, SameOutput, NamelessOutput,
    ];

    public static void Check(LintRecipe recipe)
    {
        Sections(recipe);
        Lines(recipe);
        CheckTabs(recipe);
        Variables(recipe);
        Maintainers(recipe);
        foreach (var package in recipe.Packages)
            NameAndVersion(recipe, package);
        Outputs(recipe);
    }

    private static void Sections(LintRecipe recipe)
    {
        var order = recipe.IsV0 ? _v0Order : _v1Order;
        foreach (var entry in recipe.Root.Entries)
        {
            var known = recipe.IsV0 ? MetaYamlFields.TopLevel.Contains(entry.Name) : order.Contains(entry.Name) || entry.Name == "$schema";
            if (!known && !IsExpression(recipe, entry.Key))
                recipe.Report(UnknownSection, entry.Key, $"there is no section '{entry.Name}'");
            if (!recipe.IsV0 || !MetaYamlFields.Sections.TryGetValue(entry.Name, out var keys))
                continue;
            foreach (var key in LintRecipe.Maps(entry.Value).SelectMany(map => map.Entries).Where(key => !keys.ContainsKey(key.Name) && !IsExpression(recipe, key.Key)))
                recipe.Report(UnknownKey, key.Key, $"'{entry.Name}' has no key '{key.Name}'");
        }
        var places = recipe.Root.Entries.Select(entry => Array.IndexOf(order, entry.Name)).Where(place => place >= 0).ToList();
        // In the old format outputs stand where their author likes them.
        if (recipe.IsV0)
            places.Remove(Array.IndexOf(order, "outputs"));
        if (!places.SequenceEqual(places.Order()))
            recipe.Report(Order, recipe.Root.Entries[0].Key, $"the sections do not stand in the order {string.Join(", ", order)}");
    }

    private static bool IsExpression(LintRecipe recipe, ScalarNode key) => recipe.Text.AsSpan(key.Span.Start).StartsWith("{{");

    private static void Lines(LintRecipe recipe)
    {
        var text = recipe.Text;
        var trimmed = text.AsSpan().TrimEnd().Length;
        var ending = text.AsSpan(trimmed);
        if (trimmed > 0 && (ending.Count('\n') != 1 || !ending.EndsWith("\n")))
            recipe.Report(End, trimmed, ending.Count('\n') == 0 ? "the file does not end with a line break" : "the file ends with empty lines", null, new TextEdit(TextSpan.Between(trimmed, text.Length), recipe.Tree.Source.NewLine));
        var start = 0;
        foreach (var line in text.AsSpan(0, trimmed).EnumerateLines())
        {
            var end = start + line.Length;
            var content = line.TrimEnd();
            if (content.Length < line.Length && end < trimmed)
                recipe.Report(TrailingBlanks, start + content.Length, "blanks stand at the end of the line", null, new TextEdit(TextSpan.Between(start + content.Length, end), ""));
            if (recipe.IsV0)
                Selector(recipe, line, start);
            if (content.StartsWith("# ") && (content.Contains("handy hints in comments", StringComparison.Ordinal) || content.Contains("If your license needs to be included", StringComparison.Ordinal) || content.Contains("Jinja variables help maintain the recipe", StringComparison.Ordinal) || content.Contains("usually not necessary to put the URL", StringComparison.Ordinal)))
                recipe.Report(ExampleComment, start, "the comment explains the example recipe");
            start = Math.Min(text.Length, end);
            start += start < text.Length && text[start] == '\r' ? 1 : 0;
            start += start < text.Length && text[start] == '\n' ? 1 : 0;
        }
    }

    /// <summary>Tabs in the indentation; asked also of files that YAML cannot read, for they are often the reason.</summary>
    public static void CheckTabs(LintRecipe recipe)
    {
        var text = recipe.Text;
        for (var tab = text.IndexOf('\t', StringComparison.Ordinal); tab >= 0; tab = text.IndexOf('\t', tab + 1))
        {
            var start = recipe.Tree.Source.LineStart(tab);
            if (text.AsSpan(start, tab - start).IsWhiteSpace() && tab + 1 < text.Length && !char.IsWhiteSpace(text[tab + 1]))
                recipe.Report(Tabs, tab, "a tab stands in the indentation");
        }
    }

    private static void Selector(LintRecipe recipe, ReadOnlySpan<char> line, int start)
    {
        if (SelectorComment.Of(line) is not { } selector)
            return;
        if (!Jinja.JinjaExpression.TryParse(selector.Condition, out var expression, out var error))
        {
            recipe.Report(BadSelector, start + selector.At + error.At, $"'[{selector.Condition}]' cannot be read: {error.Message}");
            return;
        }
        var gap = line[selector.ContentLength..(selector.At - 1)];
        if (gap.Trim() is "#" && !(gap.StartsWith("  ") && gap.EndsWith("# ")))
            recipe.Report(SelectorSpacing, start + selector.ContentLength, "a selector follows two blanks, a hash and a blank", null, selector.ContentLength == 0 ? [] : [new TextEdit(new(start + selector.ContentLength, gap.Length), "  # ")]);
        foreach (var name in expression.Names.Where(name => name.StartsWith("py", StringComparison.Ordinal) && name.Length > 3 && name.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0))
            recipe.Report(OldSelector, start + selector.At, $"'{name}' names one version");
    }

    private static void Variables(LintRecipe recipe)
    {
        var text = recipe.Text;
        if (recipe.IsV0)
        {
            foreach (var set in SetStatement.In(text).Take(MostVariables))
            {
                var written = text.AsSpan(set.Span.Start, set.Span.Length);
                if (!written.Contains('\n') && written[2] is not ('-' or '+') && written[^3] is not ('-' or '+') && !written.StartsWith($"{{% set {set.Name} = ") | !written.EndsWith(" %}"))
                    recipe.Report(SetSpacing, set.Span.Start, "the statement has no blanks around its parts", null, new TextEdit(set.Span, $"{{% set {set.Name} = {set.Value} %}}"));
                if (set.Name.All(c => char.IsLetterOrDigit(c) || c == '_') && CountWord(text, set.Name) < 2)
                    recipe.Report(Unused, set.Span.Start, $"'{set.Name}' is not used");
            }
        }
        foreach (var entry in (recipe.IsV0 ? [] : (recipe.Root["context"] as MappingNode)?.Entries ?? []).Take(MostVariables))
        {
            if (CountWord(text, entry.Name) < 2)
                recipe.Report(Unused, entry.Key, $"'{entry.Name}' is not used");
        }
        for (var at = text.IndexOf("{{", StringComparison.Ordinal); at >= 0; at = text.IndexOf("{{", at + 2, StringComparison.Ordinal))
        {
            var close = text.IndexOf("}}", at, StringComparison.Ordinal);
            if (close < 0)
                break;
            var inner = text.AsSpan((at + 2)..close);
            if (inner.IsEmpty || inner.Contains('\n') || inner.Contains('{') || (!recipe.IsV0 && (at == 0 || text[at - 1] != '$')) || inner[0] is '-' || inner[^1] is '-')
                continue;
            if (inner[0] != ' ' || inner[^1] != ' ')
                recipe.Report(ExpressionSpacing, at, $"'{{{{{inner}}}}}' has no blanks inside", null, new TextEdit(TextSpan.Between(at + 2, close), $" {inner.Trim()} "));
        }
    }

    private static int CountWord(string text, string word)
    {
        var count = 0;
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0 && count < 2; at = text.IndexOf(word, at + word.Length, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !IsWord(text[at - 1])) && (end == text.Length || !IsWord(text[end])))
                count++;
        }
        return count;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static void Maintainers(LintRecipe recipe)
    {
        var maintainers = recipe.Top.Value("extra", "recipe-maintainers");
        if (maintainers is null or ScalarNode { IsNull: true } or SequenceNode { Items.Count: 0 })
            recipe.Report(NoMaintainers, recipe.Root["extra"], "nobody answers for the recipe");
        else if (maintainers is not SequenceNode)
            recipe.Report(MaintainersList, maintainers, "'recipe-maintainers' is no list");
        foreach (var maintainer in recipe.Scalars(maintainers).Where(maintainer => _examples.Contains(maintainer.Value, StringComparer.OrdinalIgnoreCase)))
            recipe.Report(ExampleMaintainer, maintainer, $"'{maintainer.Value}' stands in the example");
    }

    private static void NameAndVersion(LintRecipe recipe, LintPackage package)
    {
        if (package.Name is { Length: > 0 } name && !name.Contains("{{", StringComparison.Ordinal) && (PackageName.Problem(name) is not null || name.AsSpan().IndexOfAnyInRange('A', 'Z') >= 0))
            recipe.Report(BadName, package.Section("package")?["name"] ?? package.Node["name"], $"'{name}' is no name of a package");
        var version = package.Section("package")?["version"] ?? (package.IsOutput ? package.Node["version"] : recipe.Root["recipe"] is MappingNode whole ? whole["version"] : null);
        if (version is not ScalarNode { IsNull: false } node)
            return;
        if (!recipe.IsV0 && node.Kind is ScalarKind.Integer or ScalarKind.Float)
            recipe.Report(NumberVersion, node, $"{node.Value} is a number", null, new TextEdit(node.Span, $"\"{node.Value}\""));
        var text = recipe.Expanded(node);
        if (text.Contains("{{", StringComparison.Ordinal))
            return;
        if (text.Contains('-', StringComparison.Ordinal))
            recipe.Report(BadVersion, node, $"'{text}' has a hyphen, which parts version and build in file names");
        else if (CondaVersion.Problem(text) is { } problem)
            recipe.Report(BadVersion, node, $"'{text}' is no version: {problem}");
    }

    private static void Outputs(LintRecipe recipe)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var output in recipe.Outputs)
        {
            var nameless = recipe.IsV0 ? output.Node["name"] is null : output.Node["package"] is null && output.Node["staging"] is null;
            if (nameless)
                recipe.Report(NamelessOutput, output.Node, "the output has no name");
            else if (output.Name is { } name && !name.Contains("{{", StringComparison.Ordinal) && !recipe.Text.Contains("{% if", StringComparison.Ordinal) && recipe.IsV0 && SelectorComment.Of(recipe.LineAt(output.Node)) is null
                && output.Value("build", "skip") is null && output.Value("build", "string") is null && !names.Add(name))
                recipe.Report(SameOutput, output.Node, $"'{name}' is the name of an output above");
        }
    }
}
