using Hearth.Foundation.Compression;

namespace Hearth.Server.Conformance.Subjects;

/// <summary>A small zstd file, decompressed as every client can: from its first frame.</summary>
/// <param name="Content">What the first frame holds.</param>
/// <param name="StatedSize">The content size in the frame's header; null if it has none.</param>
/// <param name="IsOneFrame">Whether there is nothing behind the first frame.</param>
internal sealed record ZstdFile(byte[] Content, long? StatedSize, bool IsOneFrame)
{
    private static ReadOnlySpan<byte> Magic => [0x28, 0xB5, 0x2F, 0xFD];

    /// <exception cref="InvalidDataException">It is no zstd, is damaged or holds more than <paramref name="mostBytes"/>.</exception>
    public static ZstdFile Read(byte[] file, int mostBytes)
    {
        if (!IsZstd(file))
            throw new InvalidDataException($"the file does not start as zstd does, but with {Convert.ToHexStringLower(file.AsSpan(0, Math.Min(4, file.Length)))}");
        var first = file.AsSpan(0, Zstd.FirstFrameLength(file) ?? file.Length);
        return new(Zstd.Decompress(first, mostBytes), Zstd.ContentSize(first), first.Length == file.Length);
    }

    public static bool IsZstd(ReadOnlySpan<byte> start) => start.StartsWith(Magic);
}
