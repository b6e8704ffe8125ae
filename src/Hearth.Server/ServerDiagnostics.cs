using Hearth.Foundation.Diagnostics;

namespace Hearth.Server;

/// <summary>The diagnostics of this room.</summary>
public static class ServerDiagnostics
{
    public static readonly DiagnosticKind PortInUse = new(
        "HRT6001",
        "The port is in use",
        Severity.Error,
        "Another program already listens at this address and port, perhaps another 'hearth serve'. Stop it, or choose another port "
        + "with --port; --port 0 takes any free one.");

    public static readonly DiagnosticKind AddressNotAvailable = new(
        "HRT6002",
        "The address cannot be listened at",
        Severity.Error,
        "The address given with --host belongs to no network interface of this machine, or the port needs rights that this user does "
        + "not have (ports below 1024). 127.0.0.1 is this machine only; 0.0.0.0 and :: are all its interfaces.");

    public static readonly DiagnosticKind NotAFolder = new(
        "HRT6003",
        "Nothing to serve",
        Severity.Error,
        "What is served must be a folder: a channel (with noarch/ in it), or a folder of channels.");

    public static readonly DiagnosticKind NoSuchFile = new(
        "HRT6004",
        "No such file in this channel",
        Severity.Error,
        "The channel has no file at this address. For files that a channel may or may not have (shards, repodata.json.zst, "
        + "run_exports.json, …) that is an ordinary answer, and clients go on with another format. For noarch/repodata.json it means "
        + "that the URL is not that of a channel or that the folder is not indexed yet: see 'hearth index'.");

    public static readonly DiagnosticKind MethodNotAllowed = new(
        "HRT6005",
        "Only GET and HEAD",
        Severity.Error,
        "A served folder can be read, not written: nothing can be uploaded or deleted over HTTP. Put the file into the folder.");

    public static readonly DiagnosticKind BadCertificate = new(
        "HRT6006",
        "The certificate cannot be used",
        Severity.Error,
        "--certificate names a PEM file with the certificate and its chain, --key the PEM file with its private key, unencrypted. "
        + "Both must be readable and belong together.");

    public static readonly DiagnosticKind BadRequest = new(
        "HRT6020",
        "The request is not understood",
        Severity.Error,
        "The body or a parameter of a request to the HTTP interface is not what the endpoint expects. /api/v1/openapi.json describes every "
        + "endpoint.");

    public static readonly DiagnosticKind NoSuchChannel = new(
        "HRT6021",
        "No such channel",
        Severity.Error,
        "The server has no channel of this name, or none that the requester may know of. Channel names are in lower case (CEP 26).");

    public static readonly DiagnosticKind ChannelExists = new(
        "HRT6022",
        "The channel exists already",
        Severity.Error,
        "Another channel has this name. Names are never used twice, for clients keep what they downloaded under them.");

    public static readonly DiagnosticKind StoreAway = new(
        "HRT6023",
        "A store cannot be reached",
        Severity.Error,
        "The database or the blob store does not answer, or is full. What the server holds is served meanwhile; publishing works again as soon "
        + "as the store does. Try again later.");

    public static readonly DiagnosticKind NoSuchUpload = new(
        "HRT6024",
        "No such upload or submission",
        Severity.Error,
        "The upload was never begun, was completed or given up, has waited for more than a day, or is somebody else's. Begin again. A submission "
        + "is found under its number in the channel that it was submitted to.");

    public static readonly DiagnosticKind Decided = new(
        "HRT6025",
        "The submission does not wait",
        Severity.Error,
        "Only a submission that waits can be approved or rejected. This one was decided before, or did not pass the checks; submit the artifact again.");

    public static readonly DiagnosticKind BadCapability = new(
        "HRT6026",
        "The address for the upload is not valid",
        Severity.Error,
        "The address that was given for the bytes of an upload is signed and holds for an hour. It was altered, or is too old. Begin the upload again.");

    public static readonly DiagnosticKind BadSignature = new(
        "HRT6027",
        "The signature of the request is not valid",
        Severity.Error,
        "Clients of S3 sign with a secret access key and send a session token. Give them the same Hearth token as both; the access key may be "
        + "anything. The clocks of client and server may differ by 15 minutes.");

    public static readonly DiagnosticKind NoSuchPage = new(
        "HRT6028",
        "No such page",
        Severity.Error,
        "The server has no page at this address: what it is about was never there, or is called otherwise. Search finds names that are spelt "
        + "slightly differently.");

    public static readonly DiagnosticKind NoSuchPatchSet = new(
        "HRT6039",
        "No such patch set",
        Severity.Error,
        "The channel has no patch set of this name in force. /api/v1/channels/{channel}/patches lists every one that it ever had.");

    public static readonly DiagnosticKind TooManyFollowers = new(
        "HRT6040",
        "Too many wait for changes",
        Severity.Error,
        "A server lets a thousand requests at a time wait for changes. Try again later, on another server of the installation, or without 'wait', "
        + "which answers at once.");

    public static IReadOnlyList<DiagnosticKind> All { get; } =
        [PortInUse, AddressNotAvailable, NotAFolder, NoSuchFile, MethodNotAllowed, BadCertificate, BadRequest, NoSuchChannel, ChannelExists, StoreAway, NoSuchUpload, Decided, BadCapability, BadSignature, NoSuchPage, NoSuchPatchSet, TooManyFollowers];
}
