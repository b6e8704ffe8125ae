using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Indexing;

/// <summary>What can go wrong when a folder is indexed.</summary>
public static class IndexDiagnostics
{
    public static readonly DiagnosticKind FolderBusy = new(
        "HRT4001",
        "Another process indexes the folder",
        Severity.Error,
        "Only one process at a time may index a folder. Without --no-wait Hearth waits for its turn.");

    public static readonly DiagnosticKind NotAChannelFolder = new(
        "HRT4002",
        "Not a folder to index",
        Severity.Error,
        "The folder does not exist, or a subdir given with --subdir has a name that no subdir can have (CEP 26).");

    public static readonly DiagnosticKind UnreadablePackage = new(
        "HRT4003",
        "A package file cannot be listed",
        Severity.Error,
        "The archive is damaged, its metadata is incomplete, or its file name does not say the name, version and build that its "
        + "metadata says. Clients would fail on it, so it is not listed; the rest of the folder is. It is looked at again when it changes.");

    public static readonly DiagnosticKind TimestampInFuture = new(
        "HRT4004",
        "A package was built in the future",
        Severity.Warning,
        "CEP 47: the build time of an artifact should not lie after the moment at which it is indexed. A wrong clock at build time, "
        + "or an attempt to look newer than it is. It is listed as it is.");

    public static readonly DiagnosticKind BadRelations = new(
        "HRT4005",
        "Channel relations that clients must refuse",
        Severity.Error,
        "CEP 42: base and overrides are relative references that start with '../', and they must differ.");

    public static readonly DiagnosticKind IndexDiffers = new(
        "HRT4006",
        "The index and the folder differ",
        Severity.Error,
        "'hearth index --check' made the index anew and found a package that the index does not list as it is, or a channel file that "
        + "shows something else. Other options make another index: give --check those that the index is made with. Run 'hearth index' "
        + "to bring the index up to date.");

    public static readonly DiagnosticKind UnknownRevision = new(
        "HRT4007",
        "The index holds a revision that this Hearth does not know",
        Severity.Error,
        "repodata.json has records of a revision later than 3 (CEP 48), which another program or a later Hearth wrote. Writing it anew "
        + "would lose them, so the subdir is left as it is. Use a Hearth that knows the revision. If the records are not wanted, move "
        + "repodata.json away: the index is then made of the packages in the folder.");

    public static readonly DiagnosticKind BadNotices = new(
        "HRT4008",
        "Notices that clients cannot read",
        Severity.Warning,
        "notices.json in the channel folder is not what CEP 6 says. Hearth never changes the file and serves it as it is; clients pass over "
        + "it, or fail on it. 'hearth schema show notices' prints what it may hold.");

    public static IReadOnlyList<DiagnosticKind> All { get; } =
        [FolderBusy, NotAChannelFolder, UnreadablePackage, TimestampInFuture, BadRelations, IndexDiffers, UnknownRevision, BadNotices];
}
