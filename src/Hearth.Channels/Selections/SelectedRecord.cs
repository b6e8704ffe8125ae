namespace Hearth.Channels.Selections;

/// <summary>A record that a view shows, or shall show.</summary>
/// <param name="Artifact">The number of the artifact.</param>
/// <param name="Group">The number of its record group.</param>
/// <param name="File">Its file name.</param>
internal readonly record struct SelectedRecord(long Artifact, long Group, string File);
