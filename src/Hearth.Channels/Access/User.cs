namespace Hearth.Channels.Access;

/// <summary>A person, or a program that has an account.</summary>
/// <param name="Id">Its number in the database.</param>
/// <param name="Name">What it is called in grants and logs; never changes and is never given to another.</param>
/// <param name="DisplayName">What people read.</param>
/// <param name="Created">When the account was made.</param>
/// <param name="Disabled">Since when it may do nothing; null if it may.</param>
public sealed record User(long Id, AccountName Name, string DisplayName, DateTimeOffset Created, DateTimeOffset? Disabled);
