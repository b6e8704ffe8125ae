namespace Hearth.Packages.Compression;

/// <summary>A canonical Huffman code for decoding: short codes by one look-up, long ones length by length.</summary>
internal sealed class Bzip2HuffmanTable
{
    public const int MaxSymbols = 258;
    public const int MaxLength = 20;
    private const int FastBits = 10;

    // Symbol and length of the code that begins with these bits; 0 where the code is longer.
    private readonly ushort[] _fast = new ushort[1 << FastBits];
    private readonly ushort[] _symbols = new ushort[MaxSymbols];
    private readonly int[] _limit = new int[MaxLength + 2];
    private readonly int[] _offset = new int[MaxLength + 2];

    /// <summary>Takes the code lengths of all symbols.</summary>
    /// <exception cref="InvalidDataException">They are no prefix code.</exception>
    public void Build(ReadOnlySpan<byte> lengths)
    {
        Array.Clear(_fast);
        var (code, at) = (0, 0);
        for (var length = 1; length <= MaxLength; length++)
        {
            _offset[length] = at - code;
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] != length)
                    continue;
                if (code >= 1 << length)
                    throw new InvalidDataException("The bzip2 data is damaged: a Huffman code is over-full.");
                _symbols[at++] = (ushort)symbol;
                if (length <= FastBits)
                    _fast.AsSpan(code << (FastBits - length), 1 << (FastBits - length)).Fill((ushort)((symbol << 5) | length));
                code++;
            }
            _limit[length] = code;
            code <<= 1;
        }
    }

    public int Decode(Bzip2BitReader bits)
    {
        var next = bits.PeekOrZeros(MaxLength);
        var fast = _fast[next >> (MaxLength - FastBits)];
        if (fast != 0)
        {
            bits.Skip(fast & 31);
            return fast >> 5;
        }
        for (var length = FastBits + 1; length <= MaxLength; length++)
        {
            var code = (int)(next >> (MaxLength - length));
            if (code >= _limit[length])
                continue;
            bits.Skip(length);
            return _symbols[code + _offset[length]];
        }
        throw new InvalidDataException("The bzip2 data is damaged: a Huffman code is unknown.");
    }
}
