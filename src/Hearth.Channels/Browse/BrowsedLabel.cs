namespace Hearth.Channels.Browse;

/// <summary>What a label lists in one subdir.</summary>
/// <param name="Label">The label.</param>
/// <param name="Subdir">The subdir.</param>
/// <param name="Artifacts">How many artifacts.</param>
/// <param name="Names">How many names they have.</param>
public sealed record BrowsedLabel(string Label, string Subdir, long Artifacts, long Names);
