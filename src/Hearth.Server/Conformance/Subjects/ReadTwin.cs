using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;
using Hearth.Packages.Compression;

namespace Hearth.Server.Conformance.Subjects;

/// <summary>What one pass over a compressed copy of a document tells.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Content">Of what it holds, decompressed.</param>
/// <param name="StatedSize">The content size in the header of a zstd frame; null if it has none.</param>
/// <param name="Start">The first bytes of the content.</param>
internal sealed record ReadTwin(string Request, ContentDigests Content, long? StatedSize, byte[] Start)
{
    private const int StartLength = 64;

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static ReadTwin Read(string request, Stream compressed)
    {
        using (compressed)
        {
            var header = new byte[Zstd.MaxHeaderSize];
            var length = compressed.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            var whole = new RewoundStream(header.AsMemory(0, length), compressed);
            using var content = new HashingStream(request.EndsWith(".bz2", StringComparison.Ordinal) ? Bzip2.OpenRead(whole) : Zstd.OpenRead(whole));
            var start = new byte[StartLength];
            var started = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            content.CopyTo(Stream.Null);
            return new(request, content.Digests(), ZstdFile.IsZstd(header) ? Zstd.ContentSize(header.AsSpan(0, length)) : null, start[..started]);
        }
    }
}
