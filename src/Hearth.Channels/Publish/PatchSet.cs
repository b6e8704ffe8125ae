namespace Hearth.Channels.Publish;

/// <summary>A patch set's part for one subdir.</summary>
/// <param name="Name">The set.</param>
/// <param name="Subdir">The subdir.</param>
/// <param name="Applied">The revision that put it in force.</param>
/// <param name="Withdrawn">The revision that ended it; null while it is in force.</param>
/// <param name="Size">The bytes of its instructions.</param>
public sealed record PatchSet(string Name, string Subdir, long Applied, long? Withdrawn, long Size);
