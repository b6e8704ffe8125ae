namespace Hearth.Cli.Commands.Patch;

/// <summary>What <c>hearth patch compile --json</c> writes.</summary>
internal sealed record CompiledPatches(string Schema, IReadOnlyList<CompiledPatch> Files);
