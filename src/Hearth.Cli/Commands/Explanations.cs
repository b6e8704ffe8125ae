namespace Hearth.Cli.Commands;

/// <summary>The document of <c>hearth explain --json</c>.</summary>
internal sealed record Explanations(string Schema, IReadOnlyList<ExplainedCode> Codes);
