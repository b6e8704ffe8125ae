namespace Hearth.Cli.Commands;

internal sealed record ExplainedCode(string Code, string Title, string Severity, string Explanation);
