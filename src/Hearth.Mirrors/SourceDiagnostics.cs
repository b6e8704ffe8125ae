using Hearth.Foundation.Diagnostics;

namespace Hearth.Mirrors;

/// <summary>What can be wrong with the archive of sources, and with what it collects.</summary>
public static class SourceDiagnostics
{
    public static readonly DiagnosticKind BadPolicy = new(
        "HRT5040",
        "Not a policy for sources",
        Severity.Error,
        "The file that the setting source-policy names says whom the archive may ask, and whose sources are given out to whom. Its format is "
        + "schemas/source-policy.schema.json; docs/how-to/licences-and-takedowns.md explains it.");

    public static readonly DiagnosticKind ChangedUpstream = new(
        "HRT5041",
        "A source changed where it lies",
        Severity.Error,
        "An address gives other bytes than a recipe promises, or than it gave before. What the archive holds stays as it is, and the other bytes "
        + "are not taken. Find out which are right: a release that was made anew, or somebody else's work. Then 'hearth source settle' the alert.");

    public static readonly DiagnosticKind NotCollected = new(
        "HRT5042",
        "A source could not be collected",
        Severity.Warning,
        "None of its addresses gave it. It is looked for again, each time after a longer pause, and at once with --retry. Where you have the file, "
        + "'hearth source add' brings it in.");

    public static readonly DiagnosticKind HostRefused = new(
        "HRT5043",
        "A source lies at a host that may not be asked",
        Severity.Warning,
        "Recipes can name any host, so the archive asks only those that its policy names. 'hearth source collect --dry-run' lists the hosts that recipes "
        + "name; allow them in the policy, or with --allow-host.");

    public static readonly DiagnosticKind Damaged = new(
        "HRT5044",
        "A source is not what it was",
        Severity.Error,
        "The bytes of a source have another digest than when they were taken, or are not there. It is not given out as that source. The next collection "
        + "fetches it again, where it still can be had.");

    public static readonly DiagnosticKind NoSuchSource = new(
        "HRT5045",
        "The archive has no such source",
        Severity.Error,
        "No source has the digest, address or file name. 'hearth source list' lists what the archive has, 'hearth source gaps' what it lacks.");

    public static readonly DiagnosticKind TakenDown = new(
        "HRT5046",
        "The source was taken down",
        Severity.Error,
        "It is not given out, for the reason beside this message. The digest is kept, so that nobody collects it again by accident; "
        + "'hearth source takedown --lift' undoes that.");

    public static readonly DiagnosticKind NotGivenOut = new(
        "HRT5047",
        "The source is kept and not given out",
        Severity.Error,
        "The licence of what was built from it, or a rule of the policy, lets the archive keep it and not give it to whoever asks. The message says why; "
        + "the policy is the setting source-policy.");

    public static readonly DiagnosticKind NotASource = new(
        "HRT5048",
        "Not a source that can be added",
        Severity.Error,
        "A source is a file of this machine, or an http or https address. Its bytes must have the digest that --digest names.");

    public static readonly DiagnosticKind Unread = new(
        "HRT5049",
        "The recipe of an artifact cannot be read",
        Severity.Warning,
        "The artifact is not held here, is damaged, or holds a recipe that is no YAML or was not rendered. What it was built from is not known.");

    public static readonly DiagnosticKind NoSuchAlert = new(
        "HRT5050",
        "No such alert",
        Severity.Error,
        "No alert has the number. 'hearth source gaps' lists the alerts that nobody has settled.");

    public static IReadOnlyList<DiagnosticKind> All { get; } =
        [BadPolicy, ChangedUpstream, NotCollected, HostRefused, Damaged, NoSuchSource, TakenDown, NotGivenOut, NotASource, Unread, NoSuchAlert];
}
