namespace Hearth.Cli.Commands.Package;

/// <summary>The document of <c>hearth package diff --json</c>.</summary>
internal sealed record DifferenceReport(string Schema, string Before, string After, IReadOnlyList<DifferingMember> Members);
