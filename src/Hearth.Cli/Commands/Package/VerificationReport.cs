namespace Hearth.Cli.Commands.Package;

/// <summary>The document of <c>hearth package verify --json</c>.</summary>
internal sealed record VerificationReport(string Schema, IReadOnlyList<VerifiedPackage> Packages);
