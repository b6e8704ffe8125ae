namespace Hearth.Channels.Sources;

/// <summary>An artifact that was built from a source.</summary>
/// <param name="Channel">A channel that lists it.</param>
/// <param name="Subdir">Its subdir.</param>
/// <param name="File">Its file name.</param>
/// <param name="Package">The name of its package.</param>
/// <param name="Licence">Its licence, as its metadata has it.</param>
public sealed record SourceUser(string Channel, string Subdir, string File, string Package, string? Licence);
