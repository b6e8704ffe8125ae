using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.Licences;

/// <summary>What can be wrong with a licence, and with a policy about licences.</summary>
public static class LicenceDiagnostics
{
    public static readonly DiagnosticKind BadExpression = new(
        "HRT1020",
        "Not a licence expression",
        Severity.Error,
        "A licence expression (SPDX annex D) is made of licence ids joined by AND and OR, with parentheses where needed, 'WITH' before an exception, "
        + "and 'LicenseRef-' before a name that SPDX does not list. The message names the place where reading stopped.");

    public static readonly DiagnosticKind UnknownLicence = new(
        "HRT1021",
        "Licence that SPDX does not list",
        Severity.Error,
        "The id is none of the SPDX License List. Look for the listed one, or write 'LicenseRef-' and a name of your own, and ship the text.");

    public static readonly DiagnosticKind UnknownException = new(
        "HRT1022",
        "Exception that SPDX does not list",
        Severity.Error,
        "What follows WITH is none of the exceptions that SPDX lists.");

    public static readonly DiagnosticKind DeprecatedLicence = new(
        "HRT1023",
        "Deprecated licence id",
        Severity.Warning,
        "SPDX keeps the id for old documents only. 'GPL-2.0' does not say whether later versions are meant: write GPL-2.0-only or GPL-2.0-or-later.");

    public static readonly DiagnosticKind Respelled = new(
        "HRT1024",
        "Licence in other words",
        Severity.Warning,
        "The text is no SPDX expression, but its meaning is known. Write the expression instead.");

    public static readonly DiagnosticKind BadPolicy = new(
        "HRT1025",
        "Licence policy that cannot be used",
        Severity.Error,
        "A licence policy has 'allow', 'deny', 'unknown' and 'exceptions'; docs/how-to/licence-policies.md shows one. "
        + "A rule that does not exist would let through what it is meant to stop, so nothing is guessed.");

    public static readonly DiagnosticKind Refused = new(
        "HRT1026",
        "Licence that the policy refuses",
        Severity.Error,
        "The package's licence, or that of something it needs to run, is refused by the policy. Replace the package, choose another branch of an OR "
        + "by saying so in the metadata, or add an exception with its reason to the policy.");

    public static IReadOnlyList<DiagnosticKind> All { get; } =
        [BadExpression, UnknownLicence, UnknownException, DeprecatedLicence, Respelled, BadPolicy, Refused];
}
