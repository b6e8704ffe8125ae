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

    public static IReadOnlyList<DiagnosticKind> All { get; } =
        [PortInUse, AddressNotAvailable, NotAFolder, NoSuchFile, MethodNotAllowed, BadCertificate];
}
