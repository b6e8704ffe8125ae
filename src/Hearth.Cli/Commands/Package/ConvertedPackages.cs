using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Package;

/// <summary>The document of <c>hearth package transmute --json</c>.</summary>
internal sealed record ConvertedPackages(
    string Schema, IReadOnlyList<ConvertedPackage> Packages, IReadOnlyList<DiagnosticDocument> Problems, bool DryRun);
