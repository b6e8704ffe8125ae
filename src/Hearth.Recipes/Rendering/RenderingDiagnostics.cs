using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Rendering;

/// <summary>What can be wrong with a recipe.yaml beyond its YAML.</summary>
public static class RenderingDiagnostics
{
    public static readonly DiagnosticKind UnknownKey = new(
        "HRT3120",
        "Key that the format does not know",
        Severity.Error,
        "A key is not among those that the format has at this place, so it would do nothing. Often it is misspelled, belongs to the older format, "
        + "or is indented too far or too little. The keys are listed in docs/reference/recipes.md.");

    public static readonly DiagnosticKind WrongType = new(
        "HRT3121",
        "Value of the wrong kind",
        Severity.Error,
        "A value is a list, map, number or text where the format wants something else.");

    public static readonly DiagnosticKind MissingKey = new(
        "HRT3122",
        "Key that is missing",
        Severity.Error,
        "The format demands a key that is not there, such as 'package.name' and 'package.version'.");

    public static readonly DiagnosticKind BadExpression = new(
        "HRT3123",
        "Expression that cannot be evaluated",
        Severity.Error,
        "An expression has a mistake, or uses a name that has no value: neither the context nor the variants have it (CEP 39). "
        + "Give it a value in a file of variants, or a fallback: ${{ name | default('…') }}.");

    public static readonly DiagnosticKind NotAllowedHere = new(
        "HRT3124",
        "Key that is not allowed here",
        Severity.Error,
        "A key is known and has no place here: 'package' and 'outputs' exclude each other, and a staging output has neither run requirements "
        + "nor anything under 'build' but 'script' (CEP 41).");

    public static readonly DiagnosticKind BadInheritance = new(
        "HRT3125",
        "Inheritance that leads nowhere",
        Severity.Error,
        "'inherit' names an output that is not there, leads back to itself, or lets a staging output inherit from a package (CEP 41).");

    public static readonly DiagnosticKind BadValue = new(
        "HRT3126",
        "Value that the format forbids",
        Severity.Error,
        "A name, version, flag or group breaks the rules for it: names by CEP 26, versions by CEP 33, flags by CEP 45, groups of extras by CEP 44.");

    public static readonly DiagnosticKind BadRequirement = new(
        "HRT3127",
        "Requirement that is no MatchSpec",
        Severity.Error,
        "A requirement is not '<name> <version> <build>' or another form of MatchSpec (CEP 14, CEP 29).");

    public static readonly DiagnosticKind CyclicOutputs = new(
        "HRT3128",
        "Outputs that pin each other",
        Severity.Error,
        "Outputs pin each other exactly in a circle, so none can get its build string first. Loosen one of the pins.");

    public static IReadOnlyList<DiagnosticKind> All { get; } =
        [UnknownKey, WrongType, MissingKey, BadExpression, NotAllowedHere, BadInheritance, BadValue, BadRequirement, CyclicOutputs];
}
