namespace Hearth.Cli.Commands.Access;

/// <summary>What <c>hearth user … --json</c> writes: the users that were listed or changed, as they are now.</summary>
internal sealed record UsersDocument(string Schema, IReadOnlyList<ListedUser> Users);
