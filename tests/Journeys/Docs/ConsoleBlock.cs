namespace Journeys.Docs;

/// <summary>A fenced <c>console</c> block of a Markdown page.</summary>
/// <param name="Commands">Its commands, in order.</param>
/// <param name="NoRun">Why the block is not run; null for a block that is.</param>
public sealed record ConsoleBlock(IReadOnlyList<ConsoleCommand> Commands, string? NoRun);
