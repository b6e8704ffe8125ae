using Hearth.Foundation.Diagnostics;

namespace Hearth.Mirrors;

/// <summary>What can be wrong with a mirror, and with what it copies.</summary>
public static class MirrorDiagnostics
{
    public static readonly DiagnosticKind NotAnUpstream = new(
        "HRT5001",
        "Not an address that can be mirrored",
        Severity.Error,
        "A mirror copies a channel by its http or https URL, without subdir and file name, or a channel folder with SUBDIR/PACKAGE below it.");

    public static readonly DiagnosticKind HostNotNamed = new(
        "HRT5002",
        "A host that the mirror does not name",
        Severity.Error,
        "A redirect, or a URL in the channel's metadata, leads to another host. Nothing outside the named hosts is ever contacted. If the "
        + "channel keeps its packages there, name the host with --allow-host.");

    public static readonly DiagnosticKind PrivateAddress = new(
        "HRT5003",
        "A host name that leads into a private network",
        Severity.Error,
        "The name resolves to a loopback, link-local or private address. That is refused, so that a channel elsewhere cannot make this "
        + "machine ask its own neighbours. If the channel is meant to be there, say so with --allow-private.");

    public static readonly DiagnosticKind Unavailable = new(
        "HRT5004",
        "The upstream channel does not answer",
        Severity.Error,
        "The file could not be had after several attempts: no connection, no bytes for too long, or an answer that says to come back later. "
        + "Nothing was changed; try again later.");

    public static readonly DiagnosticKind NotWhatItSays = new(
        "HRT5005",
        "The upstream channel gives something else than it says",
        Severity.Error,
        "A file is damaged, cut short, too large, a web page in place of data, or has another digest than its index. It is not used, and "
        + "nothing was changed. Where this stays, tell who runs the channel.");

    public static readonly DiagnosticKind NothingThere = new(
        "HRT5006",
        "No conda channel at the address",
        Severity.Error,
        "None of the subdirs asked for has an index that clients could read. The address is that of the channel, without subdir and file name.");

    public static readonly DiagnosticKind Unsatisfied = new(
        "HRT5007",
        "A dependency that the channel cannot satisfy",
        Severity.Warning,
        "An artifact of the plan depends on something that no artifact of the channel provides. Clients need a second channel for it; name it "
        + "as a relation, or mirror it as well.");

    public static readonly DiagnosticKind NotToBeGivenOut = new(
        "HRT5008",
        "An artifact that may not be given out",
        Severity.Warning,
        "The name is on the list of those whose licence forbids redistribution. Exclude it, or make sure that only those can read the "
        + "mirror who may have it. The list is a setting.");

    public static readonly DiagnosticKind TooManyVanished = new(
        "HRT5009",
        "Too much vanished from the source of a mirror",
        Severity.Error,
        "The source lists far fewer of the artifacts that the mirror holds than at the last sync. That is more often a damaged index than a "
        + "decision, so nothing was changed. Look at the source; if it is right, sync once with --accept-vanished.");

    public static readonly DiagnosticKind NotAMirror = new(
        "HRT5010",
        "The channel is no mirror",
        Severity.Error,
        "Its settings do not say what it would copy. 'hearth mirror list' names the mirrors of the installation, 'hearth mirror add' makes one.");

    public static readonly DiagnosticKind Differs = new(
        "HRT5011",
        "A mirror differs from its source",
        Severity.Error,
        "The source lists an artifact that the mirror does not have, or with other bytes. The next sync fetches what is missing. Bytes that "
        + "changed under a name are never replaced by themselves: find out which are right, and remove the others.");

    public static readonly DiagnosticKind NotHeld = new(
        "HRT5012",
        "An artifact that is not held and cannot be fetched",
        Severity.Error,
        "A pull-through mirror lists the artifact and has not fetched it yet, and none of its sources gives it now: the problems beside this "
        + "one say why. What is held is served meanwhile. Try again later.");

    public static readonly DiagnosticKind Loop = new(
        "HRT5013",
        "Mirrors that lead back to each other",
        Severity.Error,
        "The request came through this installation already: it mirrors a mirror of itself, and neither holds the artifact. Give one of them "
        + "a source that is the channel's home.");

    public static readonly DiagnosticKind BadTokens = new(
        "HRT5014",
        "Tokens for sources that cannot be read",
        Severity.Error,
        "The file that the setting upstream-tokens names has a line for each host: the host, with its port where that is not the usual one, a "
        + "space, and the token that mirrors show there as 'Authorization: Bearer'.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [NotAnUpstream, HostNotNamed, PrivateAddress, Unavailable, NotWhatItSays, NothingThere, Unsatisfied, NotToBeGivenOut, TooManyVanished, NotAMirror, Differs, NotHeld, Loop, BadTokens];
}
