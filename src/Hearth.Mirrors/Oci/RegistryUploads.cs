using Hearth.Mirrors.Syncing;

namespace Hearth.Mirrors.Oci;

/// <summary>How blobs are sent.</summary>
public sealed record RegistryUploads
{
    /// <summary>Blobs of more bytes go in chunks.</summary>
    public long ChunkAbove { get; init; } = 512 << 20;

    /// <summary>The bytes of a chunk.</summary>
    public long ChunkSize { get; init; } = 128 << 20;

    /// <summary>Holds all of them to a rate; null for none.</summary>
    internal Throttle? Throttle { get; init; }
}
