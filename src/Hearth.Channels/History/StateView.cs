namespace Hearth.Channels.History;

/// <summary>What one subdir of a label held in a state.</summary>
/// <param name="Label">The label.</param>
/// <param name="Subdir">The subdir.</param>
/// <param name="Revision">The revision that last changed it.</param>
/// <param name="Names">Names with at least one record.</param>
/// <param name="Artifacts">Listed artifacts, those that a patch hides among them.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record StateView(string Label, string Subdir, long Revision, int Names, int Artifacts, long Bytes);
