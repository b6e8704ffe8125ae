namespace Hearth.Cli.Commands.Access;

/// <summary>What <c>hearth team … --json</c> writes: the teams that were listed or changed, as they are now.</summary>
internal sealed record TeamsDocument(string Schema, IReadOnlyList<ListedTeam> Teams);
