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

    public static readonly DiagnosticKind NotLetIn = new(
        "HRT5015",
        "The source does not accept the credential",
        Severity.Error,
        "It answers 401, or 403 to a request that showed a token or was signed: there is none, it has expired, or it may not read the channel. Nothing was changed. Give another with "
        + "--token-file, or in the file that the setting upstream-tokens names.");

    public static readonly DiagnosticKind NotARegistry = new(
        "HRT5030",
        "Not a place in a registry",
        Severity.Error,
        "A channel in an OCI registry is named oci://HOST/PATH: the host, with its port where that is not the usual one, and what the names of "
        + "all its repositories start with, in lower case. Credentials are never part of it.");

    public static readonly DiagnosticKind RegistryLogin = new(
        "HRT5031",
        "The registry wants another credential",
        Severity.Error,
        "The registry, or the token service that it names, does not take the credential, or wants one. Give it with --token-file, or sign in "
        + "with any tool that writes ~/.docker/config.json; REGISTRY_AUTH_FILE and DOCKER_CONFIG name other places. Credential helpers are not asked.");

    public static readonly DiagnosticKind RegistryRefuses = new(
        "HRT5032",
        "The registry refuses a request",
        Severity.Error,
        "The registry understood and said no, with the reason beside this. What was pushed before stays, and the next push goes on behind it.");

    public static readonly DiagnosticKind NoPlaceInRegistry = new(
        "HRT5033",
        "A file that has no place in a registry",
        Severity.Error,
        "The names of repositories and tags allow less than those of conda do. The file cannot be pushed there, so the channel's indexes, which "
        + "list it, are not pushed either. Push to a bucket or a folder, or take the file out of the label that is pushed.");

    public static readonly DiagnosticKind NotPushed = new(
        "HRT5034",
        "A push that is not complete",
        Severity.Error,
        "Some packages or shards could not be sent, for the reasons beside this. Indexes list only what is there, so they stay as they were at "
        + "the target. Push again: what arrived is not sent again.");

    public static readonly DiagnosticKind NotHeldForPush = new(
        "HRT5035",
        "A package that is listed and not held",
        Severity.Error,
        "The channel is a pull-through mirror, or its storage has lost the package. What is not here cannot be pushed. Sync the mirror without "
        + "pull-through first, or look at the storage with 'hearth channel check'.");

    public static readonly DiagnosticKind NotATarget = new(
        "HRT5036",
        "Not an address that can be pushed to",
        Severity.Error,
        "A channel is pushed to an OCI registry, oci://HOST/PATH, to S3-compatible storage, s3://BUCKET/PREFIX, or to a folder that a web server "
        + "gives out.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [NotAnUpstream, HostNotNamed, PrivateAddress, Unavailable, NotWhatItSays, NothingThere, Unsatisfied, NotToBeGivenOut, TooManyVanished, NotAMirror, Differs, NotHeld, Loop, BadTokens, NotLetIn, NotARegistry, RegistryLogin, RegistryRefuses, NoPlaceInRegistry, NotPushed, NotHeldForPush, NotATarget];
}
