namespace Hearth.Cli;

/// <summary>A command line that works, for the help page.</summary>
internal sealed record Example(string CommandLine, string Says);
