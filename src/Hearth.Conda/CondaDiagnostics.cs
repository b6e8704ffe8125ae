using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda;

/// <summary>The diagnostics of this room.</summary>
public static class CondaDiagnostics
{
    public static readonly DiagnosticKind BadPackageName = new(
        "HRT1001",
        "Not a package name",
        Severity.Error,
        "CEP 26: a package name has lower-case ASCII letters, digits, '-', '.' and '_', at most 64 characters, starts with a letter, "
        + "a digit or one '_', and never has two separators next to each other. Virtual packages start with two '_'.");

    public static readonly DiagnosticKind BadBuildString = new(
        "HRT1002",
        "Not a build string",
        Severity.Error,
        "CEP 26: a build string has ASCII letters, digits, '_', '.' and '+', and at most 64 characters.");

    public static readonly DiagnosticKind BadSubdir = new(
        "HRT1003",
        "Not a subdir",
        Severity.Error,
        "CEP 26: a subdir is 'noarch' or an operating system and an architecture joined by '-', such as 'linux-64', in lower-case "
        + "letters and digits, at most 32 characters.");

    public static readonly DiagnosticKind BadLabel = new(
        "HRT1004",
        "Not a label",
        Severity.Error,
        "CEP 26: a label starts with a letter and has ASCII letters, digits, '_', '-', '.' and '/', at most 128 characters.");

    public static readonly DiagnosticKind BadChannel = new(
        "HRT1005",
        "Not a channel",
        Severity.Error,
        "CEP 26: every component of a channel name has lower-case ASCII letters, digits, '_', '.' and '-', does not start with '.' or '-', "
        + "and has at most 128 characters. A channel may also be given by its http, https or file URL.");

    public static readonly DiagnosticKind BadFileName = new(
        "HRT1006",
        "Not the file name of a conda package",
        Severity.Error,
        "CEP 26: the file name of a package is <name>-<version>-<build>.conda or .tar.bz2, at most 211 characters. "
        + "It is split at the last two '-', so neither version nor build string may contain one.");

    public static readonly DiagnosticKind BadVersion = new(
        "HRT1007",
        "Not a version",
        Severity.Error,
        "CEP 33: a version has letters and digits in segments separated by '.' or '_', an optional epoch ('1!') before and an optional "
        + "local version ('+abc') after it. No segment may be empty.");

    public static readonly DiagnosticKind BadVersionSpec = new(
        "HRT1008",
        "Not a version spec",
        Severity.Error,
        "CEP 29: a version spec is made of clauses such as '>=1.2', '1.2.*', '==1.2' or '!=1.2', joined by ',' (and) and '|' (or), "
        + "with parentheses where needed. The message names the place where reading stopped.");

    public static readonly DiagnosticKind BadMatchSpec = new(
        "HRT1009",
        "Not a MatchSpec",
        Severity.Error,
        "CEP 29: a MatchSpec is a name, optionally with a version and a build string, a channel before it ('conda-forge::') and keys in "
        + "square brackets after it ('[build_number=1]'). The message names the place where reading stopped.");

    public static IReadOnlyList<DiagnosticKind> All { get; } =
    [
        BadPackageName, BadBuildString, BadSubdir, BadLabel, BadChannel, BadFileName, BadVersion, BadVersionSpec, BadMatchSpec,
    ];
}
