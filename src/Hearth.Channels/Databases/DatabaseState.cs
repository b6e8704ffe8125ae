namespace Hearth.Channels.Databases;

/// <summary>How a database was found.</summary>
/// <param name="Applied">The number of the last migration that was applied to it.</param>
/// <param name="Newest">The number of the last migration that this program knows.</param>
/// <param name="LastChange">When the last change was accepted; null if there is none.</param>
public sealed record DatabaseState(long Applied, long Newest, DateTimeOffset? LastChange);
