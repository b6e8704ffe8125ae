namespace Hearth.Channels.Indexing;

/// <summary>What an indexing run did in one subdir.</summary>
/// <param name="Subdir">Its name.</param>
/// <param name="Records">Records listed now.</param>
/// <param name="Added">Files that are new or changed.</param>
/// <param name="Removed">Files that are gone.</param>
/// <param name="ChangedNames">Names that got a new shard.</param>
public sealed record SubdirReport(string Subdir, long Records, int Added, int Removed, int ChangedNames);
