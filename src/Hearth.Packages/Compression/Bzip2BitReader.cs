namespace Hearth.Packages.Compression;

/// <summary>Reads a stream bit by bit, most significant first, as bzip2 writes it.</summary>
internal sealed class Bzip2BitReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private ulong _bits;
    private int _count;

    /// <summary>Reads up to 32 bits.</summary>
    /// <exception cref="InvalidDataException">The stream ends before.</exception>
    public uint Read(int count)
    {
        var value = (uint)(Peek(count) & ((1UL << count) - 1));
        _count -= count;
        return value;
    }

    /// <summary>The next bits, which must be followed by <see cref="Skip"/>; beyond the end of the stream they are zero.</summary>
    public uint PeekOrZeros(int count)
    {
        while (_count < count && TryFill())
        {
        }
        return _count >= count
            ? (uint)((_bits >> (_count - count)) & ((1UL << count) - 1))
            : (uint)((_bits << (count - _count)) & ((1UL << count) - 1));
    }

    /// <summary>Passes over bits.</summary>
    /// <exception cref="InvalidDataException">The stream ends before.</exception>
    public void Skip(int count)
    {
        Peek(count);
        _count -= count;
    }

    /// <summary>Passes over the rest of the present byte; says whether anything follows.</summary>
    public bool AlignAndTryContinue()
    {
        _count -= _count % 8;
        return _count > 0 || TryFill();
    }

    private ulong Peek(int count)
    {
        while (_count < count)
        {
            if (!TryFill())
                throw new InvalidDataException("The bzip2 data is cut short.");
        }
        return _bits >> (_count - count);
    }

    private bool TryFill()
    {
        if (_end - _start >= 4 && _count <= 32)
        {
            _bits = (_bits << 32) | System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start));
            _start += 4;
            _count += 32;
            return true;
        }
        if (_start == _end)
        {
            _start = 0;
            _end = stream.Read(_buffer);
            if (_end == 0)
                return false;
        }
        _bits = (_bits << 8) | _buffer[_start++];
        _count += 8;
        return true;
    }
}
