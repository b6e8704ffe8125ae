using System.Buffers.Binary;
using Microsoft.Extensions.Primitives;
using Microsoft.Win32.SafeHandles;
using ZstdFrame = Hearth.Foundation.Compression.Zstd;

namespace Hearth.Server.Folders;

/// <summary>
/// A compressed twin that lies beside a file and may answer for it (RFC 9110 §8.4): <c>repodata.json.zst</c> for
/// <c>repodata.json</c>. A twin asked for by its own name is plain bytes and carries no coding.
/// </summary>
internal sealed class ContentCoding
{
    public static readonly ContentCoding Zstd = new("zstd", ".zst", StatedSizeOfZstd);

    public static readonly ContentCoding Gzip = new("gzip", ".gz", StatedSizeOfGzip);

    private readonly Func<SafeFileHandle, long, long?> _statedSize;

    private ContentCoding(string name, string suffix, Func<SafeFileHandle, long, long?> statedSize)
    {
        Name = name;
        Suffix = suffix;
        _statedSize = statedSize;
    }

    /// <summary>The value of <c>Content-Encoding</c>.</summary>
    public string Name { get; }

    /// <summary>What the twin's name has after the file's.</summary>
    public string Suffix { get; }

    /// <summary>The codings that a client takes, the best for it and us first; weights count only where they are zero.</summary>
    public static IReadOnlyList<ContentCoding> AcceptedBy(StringValues acceptEncoding)
    {
        if (acceptEncoding.Count == 0)
            return [];
        return (Accepts(acceptEncoding, Zstd.Name), Accepts(acceptEncoding, Gzip.Name)) switch
        {
            (true, true) => [Zstd, Gzip],
            (true, false) => [Zstd],
            (false, true) => [Gzip],
            _ => [],
        };
    }

    /// <summary>
    /// Whether <paramref name="twin"/> holds the content of a file of <paramref name="plain"/>'s length and is not left over
    /// from before it. Files of one index run are written seconds apart, in any order.
    /// </summary>
    public bool Fits(SafeFileHandle twin, FileStamp twinStamp, FileStamp plain) =>
        twinStamp.Modified >= plain.Modified - TimeSpan.FromMinutes(1) && _statedSize(twin, twinStamp.Length) == plain.Length;

    private static bool Accepts(StringValues acceptEncoding, string coding)
    {
        foreach (var line in acceptEncoding)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var item = line.AsSpan(range);
                var parameters = item.IndexOf(';');
                var name = (parameters < 0 ? item : item[..parameters]).Trim();
                if (name.Equals(coding, StringComparison.OrdinalIgnoreCase))
                    return parameters < 0 || !IsZeroWeight(item[(parameters + 1)..].Trim());
            }
        }
        return false;
    }

    // RFC 9110 §12.4.2: weight 0 is "not acceptable"; "0", "0.", "0.0" to "0.000" all say so.
    private static bool IsZeroWeight(ReadOnlySpan<char> parameter) =>
        parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase) && parameter[2..].Trim().TrimEnd('0').TrimEnd('.').Trim('0').IsEmpty;

    private static long? StatedSizeOfZstd(SafeFileHandle file, long length)
    {
        Span<byte> start = stackalloc byte[ZstdFrame.MaxHeaderSize];
        return ZstdFrame.ContentSize(start[..RandomAccess.Read(file, start, 0)]);
    }

    // RFC 1952 §2.3.1: the last four bytes are the size modulo 2^32; a larger file is answered without coding.
    private static long? StatedSizeOfGzip(SafeFileHandle file, long length)
    {
        Span<byte> end = stackalloc byte[sizeof(uint)];
        return length >= end.Length && RandomAccess.Read(file, end, length - end.Length) == end.Length
            ? BinaryPrimitives.ReadUInt32LittleEndian(end)
            : null;
    }
}
