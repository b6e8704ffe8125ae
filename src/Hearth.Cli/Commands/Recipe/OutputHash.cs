namespace Hearth.Cli.Commands.Recipe;

/// <summary>The hash of a variant, and what stands before it in a build string.</summary>
internal sealed record OutputHash(string Hash, string Prefix);
