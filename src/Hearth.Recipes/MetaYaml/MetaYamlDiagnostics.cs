using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.MetaYaml;

/// <summary>What can be wrong with a meta.yaml.</summary>
public static class MetaYamlDiagnostics
{
    public static readonly DiagnosticKind BadSelector = new(
        "HRT3310",
        "Selector that has no answer",
        Severity.Error,
        "A selector is an expression in brackets at the end of a line, as in '# [win and not arm64]'. It knows the platforms, py, np and the keys of "
        + "the variants; a name that it does not know is false. This one is malformed, or compares values that have no order.");

    public static readonly DiagnosticKind UnknownKey = new(
        "HRT3311",
        "Key that meta.yaml does not have",
        Severity.Error,
        "A section of meta.yaml has a fixed list of keys; only 'extra' is free. conda-build ignores or refuses others. The hint names the key that is nearest in spelling, or "
        + "the section that has it.");

    public static readonly DiagnosticKind WrongKind = new(
        "HRT3312",
        "Value of the wrong kind in meta.yaml",
        Severity.Error,
        "A key of meta.yaml holds a text, a list, a Boolean or a map, and this one holds something else. Often the dash before the items of a list or the indentation is missing.");

    public static readonly DiagnosticKind RepeatedKey = new(
        "HRT3313",
        "Key that meta.yaml repeats",
        Severity.Warning,
        "After selectors have chosen lines, a key is left twice in one map; the last one counts. Write selectors that exclude each other, or remove one.");

    public static readonly DiagnosticKind NoName = new(
        "HRT3314",
        "Recipe without a package name",
        Severity.Error,
        "A meta.yaml needs 'package' with a 'name'. Its name may be an expression, but not one that is empty under the variants at hand.");

    public static readonly DiagnosticKind OutsideFolder = new(
        "HRT3315",
        "File outside of the recipe's folder",
        Severity.Error,
        "A recipe may load files that lie in its own folder and nothing else: no absolute path, no '..' and no symbolic link that leads out. Put the file beside the recipe.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [BadSelector, UnknownKey, WrongKind, RepeatedKey, NoName, OutsideFolder];
}
