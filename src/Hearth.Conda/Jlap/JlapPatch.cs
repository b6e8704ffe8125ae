using Hearth.Foundation.Hashing;

namespace Hearth.Conda.Jlap;

/// <summary>One body line of a JLAP file: how one state of repodata.json becomes the next.</summary>
/// <param name="From">The digest of the bytes before.</param>
/// <param name="To">The digest of the bytes after.</param>
/// <param name="Operations">The RFC 6902 operations, as a canonical JSON array.</param>
public sealed record JlapPatch(Blake2b256 From, Blake2b256 To, ReadOnlyMemory<byte> Operations);
