using Hearth.Foundation.Diagnostics;

namespace Hearth.Packages;

/// <summary>The diagnostics of this room.</summary>
public static class PackagesDiagnostics
{
    public static readonly DiagnosticKind NotAPackage = new(
        "HRT2001",
        "Not a conda package",
        Severity.Error,
        "The file is neither a .conda nor a .tar.bz2 package: its name ends otherwise, or its first bytes belong to no such archive. "
        + "Downloads that ended in an error page look like this; fetch the file again.");

    public static readonly DiagnosticKind Damaged = new(
        "HRT2002",
        "Damaged or truncated archive",
        Severity.Error,
        "The archive ends too early, or a checksum inside it does not match. Compare its SHA-256 with the one in the channel's "
        + "repodata.json and fetch it again.");

    public static readonly DiagnosticKind ForbiddenPath = new(
        "HRT2003",
        "A member's path leaves the package",
        Severity.Error,
        "A member is named by an absolute path, by a path with '..', or by one that no file system can hold. Extracting it would write "
        + "outside the package folder, so the whole archive is refused. No build tool makes such members: treat the archive as hostile.");

    public static readonly DiagnosticKind EscapingLink = new(
        "HRT2004",
        "A link leaves the package",
        Severity.Error,
        "A symbolic or hard link points outside the package folder, directly or through other links, or a member would be written "
        + "through a link. The whole archive is refused.");

    public static readonly DiagnosticKind DuplicateMember = new(
        "HRT2005",
        "Two members have the same path",
        Severity.Error,
        "Programs disagree about which of two equal members counts, so what one of them checks another may not install. "
        + "The archive is refused; build it again.");

    public static readonly DiagnosticKind LimitExceeded = new(
        "HRT2006",
        "The archive is larger than allowed",
        Severity.Error,
        "The archive exceeds one of the limits on size, number of members, compression ratio, depth or time, which protect against "
        + "archives made to fill disks. If it is genuine, raise the limit named in the message.");

    public static readonly DiagnosticKind TrailingData = new(
        "HRT2007",
        "Data outside the archive's members",
        Severity.Error,
        "There are bytes before, between or after the archive's members that belong to none of them. They change the file's digest but not its "
        + "content and can hide a second archive; conda packages never have any.");

    public static readonly DiagnosticKind ForbiddenMember = new(
        "HRT2008",
        "A member of a forbidden type",
        Severity.Error,
        "A package may hold files, folders, symbolic links and hard links. Devices, pipes and sparse files are refused.");

    public static readonly DiagnosticKind MissingMetadata = new(
        "HRT2009",
        "Required metadata is missing",
        Severity.Error,
        "CEP 34 requires info/index.json and info/paths.json in every package. Without the first a package can be neither indexed nor installed.");

    public static readonly DiagnosticKind BadMetadata = new(
        "HRT2010",
        "Metadata that cannot be read",
        Severity.Error,
        "A file in info/ is not what CEP 34 says: not JSON, not UTF-8, or of another shape. Correct the recipe and build the package again.");

    public static readonly DiagnosticKind BadZip = new(
        "HRT2011",
        "A ZIP container that breaks the rules",
        Severity.Error,
        "A .conda file is a ZIP archive with stored members metadata.json, info-*.tar.zst and pkg-*.tar.zst (CEP 35) whose local headers and "
        + "central directory say the same. Programs read different ones of the two, so any disagreement is refused.");

    public static readonly DiagnosticKind CaseCollision = new(
        "HRT2012",
        "Two paths differ in case only",
        Severity.Warning,
        "On Windows and macOS the two members are one file and the later one wins. Rename one, if the package is meant for those systems.");

    public static readonly DiagnosticKind MissingFormatVersion = new(
        "HRT2013",
        "metadata.json is missing or names an unknown format",
        Severity.Warning,
        "CEP 35 asks for a member metadata.json with conda_pkg_format_version 2. Most clients do not look at it.");

    public static readonly DiagnosticKind BadRangeAnswer = new(
        "HRT2014",
        "The server does not answer range requests as it should",
        Severity.Error,
        "Reading a part of a remote package needs a server that answers 206 with the bytes asked for. Download the file and look at it here instead.");

    public static readonly DiagnosticKind UnsafeOnThisSystem = new(
        "HRT2015",
        "A path that this system cannot hold",
        Severity.Error,
        "The name is legal in the archive but means something else on this operating system. Extract it on another one.");

    public static readonly DiagnosticKind EmptyLink = new(
        "HRT2016",
        "A symbolic link without a target",
        Severity.Warning,
        "The archive names a link but not what it leads to; a build tool of 2018 made such .conda files. No system can make the link, so "
        + "extracting leaves it out. Fetch the .tar.bz2 of the same build, or build the package again.");

    public static IReadOnlyList<DiagnosticKind> All { get; } =
    [
        NotAPackage, Damaged, ForbiddenPath, EscapingLink, DuplicateMember, LimitExceeded, TrailingData, ForbiddenMember, MissingMetadata,
        BadMetadata, BadZip, CaseCollision, MissingFormatVersion, BadRangeAnswer, UnsafeOnThisSystem, EmptyLink,
    ];
}
