using System.Buffers;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Streams;
using static Hearth.Packages.Archives.Tar.TarLayout;

namespace Hearth.Packages.Archives.Tar;

/// <summary>
/// Reads a tarball front to back: ustar, pax and GNU long names. Strict: checksums, the end mark and the padding are verified, and
/// everything that is not a file, folder or link is refused. Knows nothing of packages: paths are checked by its callers.
/// </summary>
/// <param name="tarball">The uncompressed tarball; closed with the reader.</param>
/// <param name="file">The archive's name, for messages.</param>
/// <param name="limits">Bounds for names and members.</param>
internal sealed class TarReader(Stream tarball, string file, ArchiveLimits limits) : ReadOnlyStream
{
    private const int BufferSize = 1 << 16;
    private const int MaxExtendedHeader = 1 << 20;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _start;
    private int _end;
    private long _left;
    private int _padding;

    public TarEntry Entry { get; private set; } = null!;

    /// <summary>Goes to the next member, passing over what is left of this one; false after the end mark, when nothing follows it.</summary>
    /// <exception cref="BadInputException">The tarball is damaged, cut short, or holds what it must not.</exception>
    public bool MoveNext()
    {
        Skip(_left + _padding);
        _left = _padding = 0;
        var extended = default(PaxFields);
        try
        {
            while (true)
            {
                var block = Block();
                if (block.IndexOfAnyExcept((byte)0) < 0)
                {
                    ReadEnd();
                    return false;
                }
                if (TarText.Number(block[Checksum]) != SumOf(block))
                    throw new FormatException("a header's checksum is wrong");
                var type = block[TarLayout.Type];
                if (type is (byte)'x' or (byte)'g' or (byte)'L' or (byte)'K')
                {
                    ReadExtended(type, TarText.Number(block[Size]), ref extended);
                    continue;
                }
                Entry = EntryOf(block, type, extended);
                _left = Entry.Size;
                _padding = PaddingAfter(_left);
                return true;
            }
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new BadInputException(PackagesDiagnostics.Damaged.In(file, $"the tarball is damaged: {e.Message}"), e);
        }
    }

    /// <summary>Reads the content of the present member.</summary>
    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, _left);
        if (wanted == 0)
            return 0;
        int read;
        if (_start < _end)
        {
            read = Math.Min(wanted, _end - _start);
            _buffer.AsSpan(_start, read).CopyTo(buffer);
            _start += read;
        }
        else if ((read = tarball.Read(buffer[..wanted])) == 0)
        {
            throw CutShort();
        }
        _left -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _end >= 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _start = _end = -1;
            tarball.Dispose();
        }
        base.Dispose(disposing);
    }

    private TarEntry EntryOf(ReadOnlySpan<byte> block, byte type, PaxFields extended)
    {
        var path = extended.Path ?? PathOf(block);
        if (extended.IsSparse)
            throw PackagesDiagnostics.ForbiddenMember.Refuse(file, $"{path} is a sparse file");
        var entryType = type switch
        {
            // Before POSIX a folder was a file whose name ends with a slash.
            (byte)'0' or 0 or (byte)'7' => path.EndsWith('/') ? TarEntryType.Folder : TarEntryType.File,
            (byte)'1' => TarEntryType.HardLink,
            (byte)'2' => TarEntryType.SymbolicLink,
            (byte)'5' => TarEntryType.Folder,
            _ => throw PackagesDiagnostics.ForbiddenMember.Refuse(file, $"{path} is {NameOf(type)}"),
        };
        var size = extended.Size ?? TarText.Number(block[Size]);
        if (size < 0 || (size > 0 && entryType != TarEntryType.File))
            throw new FormatException($"{path} is no file, or of negative size, yet it announces {size} bytes of content");
        var isLink = entryType is TarEntryType.SymbolicLink or TarEntryType.HardLink;
        return new TarEntry(
            path,
            entryType,
            size,
            (int)(TarText.Number(block[Mode]) & TarEntry.AllModeBits),
            extended.Modified ?? DateTimeOffset.FromUnixTimeSeconds(CheckedSeconds(TarText.Number(block[Modified]))),
            isLink ? extended.LinkTarget ?? TarText.Field(block[LinkName]) : null);
    }

    private static string PathOf(ReadOnlySpan<byte> block)
    {
        var name = TarText.Field(block[Name]);
        // GNU's own format has other things where POSIX has the prefix.
        if (!block[Magic].StartsWith(PosixMagic) || block[NamePrefix][0] == 0)
            return name;
        return $"{TarText.Field(block[NamePrefix])}/{name}";
    }

    private static string NameOf(byte type) => (char)type switch
    {
        '3' or '4' => "a device",
        '6' => "a pipe",
        'S' => "a sparse file",
        var other => $"of an unknown type '{other}'",
    };

    private static long CheckedSeconds(long seconds) =>
        seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? seconds
            : throw new FormatException("a modification time is out of range");

    private void ReadExtended(byte type, long size, ref PaxFields fields)
    {
        if (size is < 0 or > MaxExtendedHeader)
            throw PackagesDiagnostics.LimitExceeded.Refuse(file, $"an extended header has {size} bytes; {MaxExtendedHeader} are allowed");
        var content = ArrayPool<byte>.Shared.Rent((int)size);
        try
        {
            for (var at = 0; at < size;)
            {
                Fill();
                var count = Math.Min((int)size - at, _end - _start);
                _buffer.AsSpan(_start, count).CopyTo(content.AsSpan(at));
                _start += count;
                at += count;
            }
            Skip(PaddingAfter(size));
            var text = content.AsSpan(0, (int)size);
            if (type == 'x')
                fields.Read(text);
            else if (type == 'L')
                fields.Path = TarText.Field(text);
            else if (type == 'K')
                fields.LinkTarget = TarText.Field(text);
            else
                RefuseGlobals(text);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(content);
        }
        if (fields.Path?.Length > limits.MaxPathLength || fields.LinkTarget?.Length > limits.MaxPathLength)
            throw PackagesDiagnostics.LimitExceeded.Refuse(file, $"a path is longer than {limits.MaxPathLength} bytes");
    }

    // A global header may hold comments (git archive writes one), but nothing that would change the members after it.
    private void RefuseGlobals(ReadOnlySpan<byte> records)
    {
        var globals = default(PaxFields);
        globals.Read(records);
        if (globals.Path is not null || globals.LinkTarget is not null || globals.Size is not null || globals.IsSparse)
            throw PackagesDiagnostics.ForbiddenMember.Refuse(file, "a global header gives all members one path or size");
    }

    // A second block of zeros closes the tarball; blocks of zeros may fill it up to the size of a tape record, or more.
    private void ReadEnd()
    {
        if (Block().IndexOfAnyExcept((byte)0) >= 0)
            throw new FormatException("one block of zeros stands between members");
        while (TryFill())
        {
            if (_buffer.AsSpan(_start, _end - _start).IndexOfAnyExcept((byte)0) >= 0)
                throw PackagesDiagnostics.TrailingData.Refuse(file, "data follows the end mark of the tarball");
            _start = _end;
        }
    }

    private ReadOnlySpan<byte> Block()
    {
        if (_end - _start < BlockSize)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            while (_end < BlockSize)
            {
                var read = tarball.Read(_buffer.AsSpan(_end));
                if (read == 0)
                    throw CutShort();
                _end += read;
            }
        }
        _start += BlockSize;
        return _buffer.AsSpan(_start - BlockSize, BlockSize);
    }

    private void Skip(long count)
    {
        while (count > 0)
        {
            Fill();
            var step = (int)Math.Min(count, _end - _start);
            _start += step;
            count -= step;
        }
    }

    private void Fill()
    {
        if (!TryFill())
            throw CutShort();
    }

    private bool TryFill()
    {
        if (_start < _end)
            return true;
        _start = 0;
        _end = tarball.Read(_buffer);
        return _end > 0;
    }

    private BadInputException CutShort() => PackagesDiagnostics.Damaged.Refuse(file, "the tarball ends too early");
}
