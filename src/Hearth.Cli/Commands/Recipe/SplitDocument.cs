namespace Hearth.Cli.Commands.Recipe;

/// <summary>The document of <c>hearth recipe split --json</c>.</summary>
/// <param name="Schema">Name and version of the document.</param>
/// <param name="File">The recipe's file.</param>
/// <param name="DryRun">Whether nothing was written.</param>
/// <param name="Files">How many files were given; each lies in exactly one of the packages.</param>
/// <param name="Packages">The packages.</param>
/// <param name="Recipe">The recipe's text.</param>
internal sealed record SplitDocument(string Schema, string File, bool DryRun, int Files, IReadOnlyList<SplitPackage> Packages, string Recipe);
