using System.Globalization;
using System.Text;
using static Hearth.Packages.Archives.Tar.TarLayout;

namespace Hearth.Packages.Archives.Tar;

/// <summary>
/// Writes a tarball: ustar headers, with pax records only where ustar has no room. Owner and group are root without names, so the bytes depend
/// on the members alone.
/// </summary>
/// <param name="destination">Receives the tarball; not closed here.</param>
public sealed class TarWriter(Stream destination)
{
    private static readonly byte[] Zeros = new byte[2 * BlockSize];
    private readonly byte[] _block = new byte[BlockSize];
    private readonly byte[] _copy = new byte[1 << 16];

    /// <summary>Writes a member.</summary>
    /// <param name="entry">Its header.</param>
    /// <param name="content">For files: exactly <see cref="TarEntry.Size"/> bytes are read from it.</param>
    /// <exception cref="EndOfStreamException">The content is shorter than announced.</exception>
    public void Write(TarEntry entry, Stream? content = null)
    {
        var extended = new StringBuilder();
        var block = _block.AsSpan();
        block.Clear();
        var path = entry.Type == TarEntryType.Folder ? entry.Path + "/" : entry.Path;
        if (!TryWriteName(path, block))
            AppendRecord(extended, "path", path);
        if (entry.LinkTarget is { } target && !TryWriteText(target, block[LinkName]))
            AppendRecord(extended, "linkpath", target);
        if (!TarText.TryWriteOctal(entry.Size, block[Size]))
            AppendRecord(extended, "size", entry.Size.ToString(CultureInfo.InvariantCulture));
        var seconds = entry.Modified.ToUnixTimeSeconds();
        var isWhole = entry.Modified.Ticks % TimeSpan.TicksPerSecond == 0;
        if (!TarText.TryWriteOctal(Math.Max(seconds, 0), block[Modified]) || !isWhole || seconds < 0)
            AppendRecord(extended, "mtime", SecondsOf(entry.Modified));
        if (extended.Length > 0)
            WriteExtended(extended.ToString());

        FinishHeader(entry.Mode, TypeOf(entry.Type));
        destination.Write(_block);
        if (entry.Size > 0)
            Copy(content!, entry.Size);
    }

    /// <summary>Writes the end mark.</summary>
    public void WriteEnd() => destination.Write(Zeros);

    private void FinishHeader(int mode, byte type)
    {
        var block = _block.AsSpan();
        TarText.TryWriteOctal(mode, block[Mode]);
        TarText.TryWriteOctal(0, block[UserId]);
        TarText.TryWriteOctal(0, block[GroupId]);
        TarText.TryWriteOctal(0, block[DeviceMajor]);
        TarText.TryWriteOctal(0, block[DeviceMinor]);
        block[TarLayout.Type] = type;
        "ustar\0"u8.CopyTo(block[Magic]);
        "00"u8.CopyTo(block[Magic][6..]);
        var sum = SumOf(block);
        TarText.TryWriteOctal(sum, block[Checksum][..7]);
        block[Checksum][7] = (byte)' ';
    }

    private void WriteExtended(string records)
    {
        var content = Encoding.UTF8.GetBytes(records);
        var member = _block.ToArray();
        _block.AsSpan().Clear();
        "pax"u8.CopyTo(_block);
        TarText.TryWriteOctal(content.Length, _block.AsSpan()[Size]);
        TarText.TryWriteOctal(0, _block.AsSpan()[Modified]);
        FinishHeader(0b110_100_100, (byte)'x');
        destination.Write(_block);
        destination.Write(content);
        destination.Write(Zeros.AsSpan(0, PaddingAfter(content.Length)));
        member.CopyTo(_block, 0);
    }

    private void Copy(Stream content, long size)
    {
        for (var left = size; left > 0;)
        {
            var read = content.Read(_copy.AsSpan(0, (int)Math.Min(left, _copy.Length)));
            if (read == 0)
                throw new EndOfStreamException("A member's content is shorter than its size.");
            destination.Write(_copy.AsSpan(0, read));
            left -= read;
        }
        destination.Write(Zeros.AsSpan(0, PaddingAfter(size)));
    }

    // A path of more than 100 bytes may be split at a slash into a prefix of up to 155 bytes and a name.
    private static bool TryWriteName(string path, Span<byte> block)
    {
        if (TryWriteText(path, block[Name]))
            return true;
        for (var slash = path.LastIndexOf('/', path.Length - 2); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            if (Encoding.UTF8.GetByteCount(path.AsSpan(slash + 1)) <= block[Name].Length && TryWriteText(path[..slash], block[NamePrefix]))
                return TryWriteText(path[(slash + 1)..], block[Name]);
        }
        return false;
    }

    // Asked for the length first: a failed attempt would leave the part that fits.
    private static bool TryWriteText(string text, Span<byte> field) =>
        Encoding.UTF8.GetByteCount(text) <= field.Length && Encoding.UTF8.TryGetBytes(text, field, out _);

    // The length counts itself.
    private static void AppendRecord(StringBuilder records, string key, string value)
    {
        var rest = Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value) + 3;
        var length = rest + 1;
        while (length != rest + length.ToString(CultureInfo.InvariantCulture).Length)
            length++;
        records.Append(CultureInfo.InvariantCulture, $"{length} {key}={value}\n");
    }

    private static string SecondsOf(DateTimeOffset instant) =>
        ((decimal)(instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond).ToString("0.#######", CultureInfo.InvariantCulture);

    private static byte TypeOf(TarEntryType type) => type switch
    {
        TarEntryType.File => (byte)'0',
        TarEntryType.HardLink => (byte)'1',
        TarEntryType.SymbolicLink => (byte)'2',
        _ => (byte)'5',
    };
}
