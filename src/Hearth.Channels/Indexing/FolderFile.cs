namespace Hearth.Channels.Indexing;

/// <summary>A file of a channel folder, and what tells whether it changed.</summary>
/// <param name="Name">Its name without folder.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">Last write, in ticks of 100 ns UTC.</param>
internal readonly record struct FolderFile(string Name, long Size, long Modified);
