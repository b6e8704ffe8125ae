namespace Hearth.Channels.Upkeep;

/// <summary>What a collection deleted, or would.</summary>
/// <param name="Blobs">Blobs.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Uploads">Uploads that were cut off.</param>
public readonly record struct CollectedGarbage(long Blobs, long Bytes, long Uploads)
{
    public static CollectedGarbage operator +(CollectedGarbage left, CollectedGarbage right) =>
        new(left.Blobs + right.Blobs, left.Bytes + right.Bytes, left.Uploads + right.Uploads);
}
