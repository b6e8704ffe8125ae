using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Variants;

/// <summary>What can be wrong with a file of variants.</summary>
public static class VariantDiagnostics
{
    public static readonly DiagnosticKind BadVariants = new(
        "HRT3110",
        "Not a file of variants",
        Severity.Error,
        "A file of variants maps keys to lists of values; 'zip_keys' is a list of lists of keys, 'pin_run_as_build' a map of pins. "
        + "In conda_build_config.yaml, comments such as '# [linux]' choose lines; in variants.yaml, 'if', 'then' and 'else' choose items.");

    public static readonly DiagnosticKind UnevenZip = new(
        "HRT3111",
        "Zipped keys of different length",
        Severity.Error,
        "Keys that are zipped change their values together, so their lists must have the same length. Often one file overrides one of the keys alone: "
        + "give all keys of the group there.");

    public static readonly DiagnosticKind BadSelector = new(
        "HRT3112",
        "Condition that cannot be evaluated",
        Severity.Error,
        "A condition, in 'if' or in a comment such as '# [linux and py > 36]', is not an expression or uses a name that has no value here.");

    public static readonly DiagnosticKind TooManyVariants = new(
        "HRT3113",
        "Too many variants",
        Severity.Error,
        "The used keys combine to more than 10,000 variants. Zip keys that belong together, or give fewer values.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [BadVariants, UnevenZip, BadSelector, TooManyVariants];
}
