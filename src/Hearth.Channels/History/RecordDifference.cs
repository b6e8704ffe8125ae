namespace Hearth.Channels.History;

/// <summary>A record that is not the same in two states.</summary>
/// <param name="Subdir">Its subdir.</param>
/// <param name="File">The artifact.</param>
/// <param name="Kind">How it differs.</param>
/// <param name="Fields">What changed in it, sorted by name; empty for one that came or went.</param>
public sealed record RecordDifference(string Subdir, string File, DifferenceKind Kind, IReadOnlyList<FieldDifference> Fields);
