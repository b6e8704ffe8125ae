using Hearth.Foundation.Diagnostics;

namespace Hearth.Packages.Paths;

/// <summary>What <see cref="PackageVerification"/> finds.</summary>
public static class VerificationDiagnostics
{
    public static readonly DiagnosticKind MissingFile = new(
        "HRT2030",
        "A listed file is not in the package",
        Severity.Error,
        "info/paths.json promises a file that the archive does not have. Clients fail when they install the package. Build it again.");

    public static readonly DiagnosticKind UnlistedFile = new(
        "HRT2031",
        "A file is not listed",
        Severity.Warning,
        "The archive has a file that info/paths.json does not list. Clients unpack it, but do not install it.");

    public static readonly DiagnosticKind TypeMismatch = new(
        "HRT2032",
        "A path is of another type than listed",
        Severity.Error,
        "The path_type in info/paths.json says hardlink, softlink or directory, and the archive something else.");

    public static readonly DiagnosticKind SizeMismatch = new(
        "HRT2033",
        "A file has another size than listed",
        Severity.Error,
        "The size_in_bytes in info/paths.json is not the file's. The package was changed after it was built, or is damaged.");

    public static readonly DiagnosticKind DigestMismatch = new(
        "HRT2034",
        "A file has another digest than listed",
        Severity.Error,
        "The sha256 in info/paths.json is not the file's. The package was changed after it was built (signing tools do that), or is damaged.");

    public static readonly DiagnosticKind MissingPlaceholder = new(
        "HRT2035",
        "A prefix placeholder is not in its file",
        Severity.Warning,
        "info/paths.json says that clients shall replace a build prefix in a file, but the prefix does not occur there.");

    public static readonly DiagnosticKind DoubleListing = new(
        "HRT2036",
        "A path is listed twice",
        Severity.Error,
        "info/paths.json lists a path more than once; clients disagree about which entry counts.");

    public static readonly DiagnosticKind ReservedPath = new(
        "HRT2037",
        "A path that packages must not have",
        Severity.Error,
        "CEP 34 reserves conda-meta/ for environments and info/repodata_record.json for clients.");

    public static readonly DiagnosticKind BadNoarch = new(
        "HRT2038",
        "The noarch declarations contradict each other",
        Severity.Error,
        "A noarch package has subdir noarch and type generic or python in index.json; a Python one says the same in link.json, with entry points "
        + "of the form 'name = module:function' (CEP 34).");

    public static readonly DiagnosticKind BadSitePackages = new(
        "HRT2039",
        "python_site_packages_path leaves the environment",
        Severity.Error,
        "CEP 17: the path must be relative and must not climb; clients refuse to install such a package.");

    public static readonly DiagnosticKind LegacyMetadata = new(
        "HRT2040",
        "A package without paths.json",
        Severity.Warning,
        "CEP 34 requires info/paths.json. Packages from before 2017 have info/files instead, which clients still read but which has neither "
        + "sizes nor digests.");

    public static readonly DiagnosticKind NameMismatch = new(
        "HRT2041",
        "The names of a package contradict each other",
        Severity.Error,
        "The file name, the names of the tarballs inside a .conda and name, version and build in info/index.json say the same (CEP 34, CEP 35). "
        + "Some clients look for the inner tarballs by the file name and cannot unpack a .conda that was renamed. Give the file its name back, "
        + "or build the package again.");

    public static IReadOnlyList<DiagnosticKind> All { get; } =
    [
        MissingFile, UnlistedFile, TypeMismatch, SizeMismatch, DigestMismatch, MissingPlaceholder, DoubleListing, ReservedPath, BadNoarch, BadSitePackages,
        LegacyMetadata, NameMismatch,
    ];
}
