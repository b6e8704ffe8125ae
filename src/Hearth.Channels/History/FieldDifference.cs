namespace Hearth.Channels.History;

/// <summary>A member of a record that is not the same in two states.</summary>
/// <param name="Name">The member.</param>
/// <param name="Before">Its JSON before; null if it was not there.</param>
/// <param name="After">Its JSON after; null if it is not there.</param>
public sealed record FieldDifference(string Name, string? Before, string? After);
