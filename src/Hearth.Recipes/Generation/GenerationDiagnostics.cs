using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Generation;

/// <summary>What can be wrong with upstream's archives and metadata, and what a generated recipe could not say.</summary>
public static class GenerationDiagnostics
{
    public static readonly DiagnosticKind BadArchive = new(
        "HRT3600",
        "Source archive that cannot be read",
        Severity.Error,
        "The archive is damaged, of a kind that Hearth does not read (.tar.gz, .tgz, .tar, .zip and .whl are read), or larger than is reasonable: more than 200,000 "
        + "files, 4 GiB unpacked, or 200 times its packed size. Nothing of it was written to disk.");

    public static readonly DiagnosticKind BadMetadata = new(
        "HRT3601",
        "Upstream metadata that cannot be read",
        Severity.Error,
        "A metadata file of the project breaks its format. The message names the file and the place; what other files say is used where possible.");

    public static readonly DiagnosticKind NotUpstream = new(
        "HRT3602",
        "Upstream does not have it",
        Severity.Error,
        "The index does not list the name, or not in that version, or lists no source archive. Check the spelling; 'hearth recipe new tree DIR' works from a folder.");

    public static readonly DiagnosticKind BadRequirement = new(
        "HRT3603",
        "Requirement that cannot be read",
        Severity.Warning,
        "A requirement of the project is not of the form that PEP 508 (Python) or Writing R Extensions (R) prescribes. The recipe leaves it out: add it by hand.");

    public static readonly DiagnosticKind Computed = new(
        "HRT3604",
        "Computed by setup.py",
        Severity.Warning,
        "The value is computed when setup.py runs. Hearth runs nothing of a project's, so the recipe leaves it out: look, and add what is missing.");

    public static readonly DiagnosticKind UnknownLicence = new(
        "HRT3605",
        "Licence not understood",
        Severity.Warning,
        "What the project says of its licence is no SPDX expression and no known spelling of one. The recipe has a LicenseRef- in its place: read the text and correct it.");

    public static readonly DiagnosticKind UnknownSystemRequirement = new(
        "HRT3606",
        "System requirement without a conda package",
        Severity.Warning,
        "SystemRequirements names something that no rule translates. Add the package by hand, or give the rule with --system-requirements FILE; "
        + "docs/how-to/generate-a-recipe.md shows one.");

    public static readonly DiagnosticKind Unconditional = new(
        "HRT3607",
        "Condition dropped",
        Severity.Info,
        "Upstream needs the package under a condition only. The recipe asks for it always, for its format cannot say so while the package stays noarch.");

    public static readonly DiagnosticKind NoCounterpart = new(
        "HRT3608",
        "Something conda cannot say",
        Severity.Warning,
        "A requirement by URL, or the extra of a requirement, has no counterpart in a recipe. The message names it.");

    public static readonly DiagnosticKind UpstreamAway = new(
        "HRT3609",
        "Upstream cannot be reached",
        Severity.Error,
        "The index did not answer, or answered with an error, or its answer is larger than is reasonable. Try later, or work from recorded files with --upstream DIR.");

    public static readonly DiagnosticKind BadRules = new(
        "HRT3610",
        "Rule file that cannot be used",
        Severity.Error,
        "A line of the file is not of the form that its head describes: fields between tabs.");

    public static readonly DiagnosticKind AlreadySplit = new(
        "HRT3620",
        "Recipe with several packages already",
        Severity.Error,
        "'hearth recipe split' splits a recipe that makes one package. One with outputs says itself what lies where: edit it by hand.");

    public static readonly DiagnosticKind NothingToSplit = new(
        "HRT3621",
        "Nothing to split",
        Severity.Error,
        "All that is installed is of one kind, such as headers only, so one package is right. Look whether the folder or package named is what the recipe installs.");

    public static IReadOnlyList<DiagnosticKind> All { get; } =
    [
        BadArchive, BadMetadata, NotUpstream, BadRequirement, Computed, UnknownLicence, UnknownSystemRequirement, Unconditional, NoCounterpart, UpstreamAway, BadRules,
        AlreadySplit, NothingToSplit,
    ];
}
