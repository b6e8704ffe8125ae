using System.Buffers.Binary;

namespace Hearth.Packages.Compression;

/// <summary>Gathers bits, most significant first.</summary>
internal sealed class Bzip2BitWriter
{
    private const int WordSize = sizeof(uint);
    private const int WordBits = 32;

    private byte[] _bytes = new byte[1 << 16];
    private int _length;
    private ulong _bits;
    private int _count;

    /// <summary>The whole words written so far.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Writes the lowest <paramref name="count"/> bits of a value, 1 to 32; the others must be zero.</summary>
    public void Write(int count, uint value)
    {
        Reserve(WordSize);
        _bits = (_bits << count) | value;
        _count += count;
        if (_count < WordBits)
            return;
        _count -= WordBits;
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(_length), (uint)(_bits >> _count));
        _length += WordSize;
    }

    /// <summary>Writes the codes of symbols.</summary>
    public void Write(ReadOnlySpan<ushort> symbols, ReadOnlySpan<Bzip2Code> codes)
    {
        Reserve(symbols.Length * WordSize);
        var (bits, count, length) = (_bits, _count, _length);
        var bytes = _bytes.AsSpan();
        foreach (var symbol in symbols)
        {
            var code = codes[symbol];
            bits = (bits << code.Length) | code.Bits;
            count += code.Length;
            if (count < WordBits)
                continue;
            count -= WordBits;
            BinaryPrimitives.WriteUInt32BigEndian(bytes[length..], (uint)(bits >> count));
            length += WordSize;
        }
        (_bits, _count, _length) = (bits, count, length);
    }

    /// <summary>Writes all that another writer holds.</summary>
    public void Append(Bzip2BitWriter other)
    {
        for (var words = other.Bytes; words.Length > 0; words = words[WordSize..])
            Write(WordBits, BinaryPrimitives.ReadUInt32BigEndian(words));
        if (other._count > 0)
            Write(other._count, (uint)(other._bits & ((1UL << other._count) - 1)));
    }

    /// <summary>Ends with zeros up to a whole byte, after which <see cref="Bytes"/> has everything and nothing more may be written.</summary>
    public void End()
    {
        Reserve(WordSize);
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(_length), (uint)(_bits << (WordBits - _count)));
        _length += (_count + 7) / 8;
    }

    /// <summary>Forgets the whole words, once they are stored elsewhere, but keeps the bits that follow.</summary>
    public void DropBytes() => _length = 0;

    public void Clear() => (_length, _bits, _count) = (0, 0, 0);

    private void Reserve(int size)
    {
        if (_length + size > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + size));
    }
}
