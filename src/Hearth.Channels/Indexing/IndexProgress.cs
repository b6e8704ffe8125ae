namespace Hearth.Channels.Indexing;

/// <summary>How far an indexing run is.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Subdir">In which subdir; null for the channel as a whole.</param>
/// <param name="Done">Files or names done.</param>
/// <param name="Total">Files or names to do; 0 if not known.</param>
/// <param name="Bytes">Bytes of package files read.</param>
public readonly record struct IndexProgress(IndexPhase Phase, string? Subdir, long Done, long Total, long Bytes);
