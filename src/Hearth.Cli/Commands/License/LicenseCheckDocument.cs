namespace Hearth.Cli.Commands.License;

/// <summary>The document of <c>hearth license check --json</c>.</summary>
internal sealed record LicenseCheckDocument(string Schema, int Checked, IReadOnlyList<RefusedPackage> Refused);
