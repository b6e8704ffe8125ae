using Hearth.Channels.Log;

namespace Hearth.Channels.Publish;

/// <summary>Where the bytes of an artifact can be had.</summary>
/// <param name="Mirror">The mirror that lists it.</param>
/// <param name="Reference">The path below the mirror's source, or an absolute URL.</param>
/// <param name="Size">How many bytes there are.</param>
public sealed record ArtifactOrigin(ManagedChannel Mirror, string Reference, long Size);
