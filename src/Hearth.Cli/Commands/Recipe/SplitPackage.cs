namespace Hearth.Cli.Commands.Recipe;

/// <summary>One package of a split: what it holds, and the globs that say so.</summary>
internal sealed record SplitPackage(string Name, string Part, int Files, IReadOnlyList<string> Globs);
