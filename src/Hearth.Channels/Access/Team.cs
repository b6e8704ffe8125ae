namespace Hearth.Channels.Access;

/// <summary>Users who have grants together.</summary>
/// <param name="Name">What it is called in grants and logs.</param>
/// <param name="Members">The users, sorted.</param>
public sealed record Team(AccountName Name, IReadOnlyList<AccountName> Members);
