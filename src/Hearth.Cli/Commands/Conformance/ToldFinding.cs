namespace Hearth.Cli.Commands.Conformance;

/// <summary>One finding of a case.</summary>
internal sealed record ToldFinding(string Severity, string Request, string Expected, string Actual, string? Hint);
