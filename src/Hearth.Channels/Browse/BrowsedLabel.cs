namespace Hearth.Channels.Browse;

/// <summary>What a label lists in one subdir.</summary>
/// <param name="Label">The label.</param>
/// <param name="Subdir">The subdir.</param>
/// <param name="Artifacts">How many artifacts.</param>
public sealed record BrowsedLabel(string Label, string Subdir, long Artifacts);
