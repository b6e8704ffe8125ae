using Hearth.Foundation.Diagnostics;
using Hearth.Packages;
using Hearth.Packages.Paths;

namespace Hearth.Cli;

/// <summary>Every kind of diagnostic of every room, sorted by code; each room lists its own.</summary>
internal static class DiagnosticCatalog
{
    public static IReadOnlyList<DiagnosticKind> All { get; } =
    [
        .. ((IEnumerable<DiagnosticKind>)
        [
            .. FoundationDiagnostics.All,
            .. PackagesDiagnostics.All,
            .. VerificationDiagnostics.All,
        ]).OrderBy(kind => kind.Code, StringComparer.Ordinal),
    ];
}
