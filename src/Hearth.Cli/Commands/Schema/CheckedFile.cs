namespace Hearth.Cli.Commands.Schema;

/// <param name="File">As given on the command line.</param>
/// <param name="Format">The name of the schema; absent if the file could not be read or its kind not be told.</param>
/// <param name="Problems">Everything that is wrong; empty if the file matches its schema.</param>
internal sealed record CheckedFile(string File, string? Format, IReadOnlyList<CheckedProblem> Problems);
