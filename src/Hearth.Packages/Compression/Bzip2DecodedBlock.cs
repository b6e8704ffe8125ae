namespace Hearth.Packages.Compression;

/// <summary>
/// One block on its way out. <see cref="ReadFrom"/> takes it from the bit stream, which must happen in order; <see cref="Expand"/> undoes the
/// sorting and the run lengths, the longer half of the work, and may happen on any thread.
/// </summary>
internal sealed class Bzip2DecodedBlock
{
    private const int SymbolsPerSelector = 50;
    private const int MaxTables = 6;
    private const int MaxSelectors = 18_002;
    private const int RunA = 0;
    private const int RunB = 1;

    private readonly Bzip2HuffmanTable[] _tables = [new(), new(), new(), new(), new(), new()];
    private readonly byte[] _selectors = new byte[MaxSelectors];
    private readonly byte[] _used = new byte[256];
    private readonly int[] _counts = new int[257];
    private uint[] _sorted = [];
    private byte[] _walked = [];
    private byte[] _output = [];
    private int _length;
    private int _origin;
    private uint _crc;

    public uint Crc => _crc;

    /// <summary>The content, once expanded.</summary>
    public ReadOnlyMemory<byte> Content => _output.AsMemory(0, OutputLength);

    private int OutputLength { get; set; }

    /// <summary>Reads the block whose magic number has just been read.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public void ReadFrom(Bzip2BitReader bits, int maxLength)
    {
        if (_sorted.Length < maxLength)
            _sorted = new uint[maxLength];
        _crc = bits.Read(32);
        if (bits.Read(1) != 0)
            throw new InvalidDataException("The bzip2 data is of version 0.9.0, which randomised blocks.");
        _origin = (int)bits.Read(24);
        var symbols = ReadUsed(bits);
        var selectors = ReadSelectors(bits, out var tables);
        ReadTables(bits, tables, symbols + 2);
        ReadSymbols(bits, selectors, symbols, maxLength);
        if (_origin >= _length)
            throw Damaged("its origin lies outside");
    }

    /// <summary>Computes <see cref="Content"/> and verifies its checksum.</summary>
    /// <exception cref="InvalidDataException">The checksum is wrong.</exception>
    public void Expand()
    {
        Unsort();
        Walk(from: 0, Begin());
        ExpandRuns();
    }

    /// <summary>
    /// Expands two blocks in hardly more time than one: walking through a block, each step must wait for memory to say where the next one is, and
    /// two walks wait at the same time.
    /// </summary>
    /// <exception cref="InvalidDataException">A checksum is wrong.</exception>
    public static void ExpandBoth(Bzip2DecodedBlock first, Bzip2DecodedBlock second)
    {
        first.Unsort();
        second.Unsort();
        var (next1, next2) = (first.Begin(), second.Begin());
        var (sorted1, sorted2) = (first._sorted, second._sorted);
        var both = Math.Min(first._length, second._length);
        var (walked1, walked2) = (first._walked, second._walked);
        for (var i = 0; i < both; i++)
        {
            var (element1, element2) = (sorted1[next1], sorted2[next2]);
            (next1, next2) = (element1 >> 8, element2 >> 8);
            walked1[i] = (byte)element1;
            walked2[i] = (byte)element2;
        }
        first.Walk(both, next1);
        second.Walk(both, next2);
        first.ExpandRuns();
        second.ExpandRuns();
    }

    private int ReadUsed(Bzip2BitReader bits)
    {
        var count = 0;
        var groups = bits.Read(16);
        for (var group = 0; group < 16; group++)
        {
            if ((groups & (0x8000u >> group)) == 0)
                continue;
            var members = bits.Read(16);
            for (var member = 0; member < 16; member++)
            {
                if ((members & (0x8000u >> member)) != 0)
                    _used[count++] = (byte)((group * 16) + member);
            }
        }
        return count > 0 ? count : throw Damaged("it uses no bytes");
    }

    private int ReadSelectors(Bzip2BitReader bits, out int tables)
    {
        tables = (int)bits.Read(3);
        var count = (int)bits.Read(15);
        if (tables is < 2 or > MaxTables || count == 0)
            throw Damaged("its number of Huffman codes is wrong");
        Span<byte> order = [0, 1, 2, 3, 4, 5];
        for (var i = 0; i < count; i++)
        {
            var at = 0;
            while (bits.Read(1) != 0)
            {
                if (++at >= tables)
                    throw Damaged("a selector is wrong");
            }
            var table = order[at];
            order[..at].CopyTo(order[1..]);
            order[0] = table;
            // Some encoders write more selectors than a block can use; they mean nothing.
            if (i < MaxSelectors)
                _selectors[i] = table;
        }
        return Math.Min(count, MaxSelectors);
    }

    private void ReadTables(Bzip2BitReader bits, int tables, int symbols)
    {
        Span<byte> lengths = stackalloc byte[Bzip2HuffmanTable.MaxSymbols];
        for (var table = 0; table < tables; table++)
        {
            var length = (int)bits.Read(5);
            for (var symbol = 0; symbol < symbols; symbol++)
            {
                while (true)
                {
                    if (length is < 1 or > Bzip2HuffmanTable.MaxLength)
                        throw Damaged("a code length is wrong");
                    if (bits.Read(1) == 0)
                        break;
                    length += bits.Read(1) == 0 ? 1 : -1;
                }
                lengths[symbol] = (byte)length;
            }
            _tables[table].Build(lengths[..symbols]);
        }
    }

    private void ReadSymbols(Bzip2BitReader bits, int selectors, int used, int maxLength)
    {
        var end = used + 1;
        var sorted = _sorted;
        var front = _used.AsSpan(0, used);
        Array.Clear(_counts);
        var (length, run, weight, group, left) = (0, 0, 1, 0, 0);
        Bzip2HuffmanTable table = _tables[0];
        while (true)
        {
            if (left-- == 0)
            {
                if (group >= selectors)
                    throw Damaged("it has too few selectors");
                table = _tables[_selectors[group++]];
                left = SymbolsPerSelector - 1;
            }
            var symbol = table.Decode(bits);
            if (symbol <= RunB)
            {
                // The digits of the run length in bijective base 2.
                run += symbol == RunA ? weight : 2 * weight;
                weight <<= 1;
                if (run > maxLength)
                    throw Damaged("it is longer than allowed");
                continue;
            }
            if (run > 0)
            {
                if (length + run > maxLength)
                    throw Damaged("it is longer than allowed");
                sorted.AsSpan(length, run).Fill(front[0]);
                _counts[front[0] + 1] += run;
                length += run;
                (run, weight) = (0, 1);
            }
            if (symbol == end)
                break;
            if (length == maxLength)
                throw Damaged("it is longer than allowed");
            var value = front[symbol - 1];
            front[..(symbol - 1)].CopyTo(front[1..]);
            front[0] = value;
            _counts[value + 1]++;
            sorted[length++] = value;
        }
        _length = length;
    }

    // The inverse of the Burrows-Wheeler transform: the low byte of each element is the last column, the upper bits the row that follows.
    private void Unsort()
    {
        var sorted = _sorted;
        var starts = _counts;
        for (var i = 1; i < starts.Length; i++)
            starts[i] += starts[i - 1];
        for (var i = 0; i < _length; i++)
            sorted[starts[(byte)sorted[i]]++] |= (uint)i << 8;
    }

    private uint Begin()
    {
        if (_walked.Length < _length)
            _walked = new byte[_sorted.Length];
        return _sorted[_origin] >> 8;
    }

    private void Walk(int from, uint next)
    {
        var sorted = _sorted;
        foreach (ref var value in _walked.AsSpan(from, _length - from))
        {
            var element = sorted[next];
            next = element >> 8;
            value = (byte)element;
        }
    }

    // Four equal bytes are followed by the number of further ones.
    private void ExpandRuns()
    {
        if (_output.Length < _length)
            _output = new byte[_length];
        var output = _output;
        var (at, equal, last) = (0, 0, -1);
        foreach (var value in _walked.AsSpan(0, _length))
        {
            if (equal == 4)
            {
                if (at + value > output.Length)
                    Array.Resize(ref output, Math.Max(output.Length * 2, at + value));
                output.AsSpan(at, value).Fill((byte)last);
                at += value;
                (equal, last) = (0, -1);
                continue;
            }
            equal = value == last ? equal + 1 : 1;
            last = value;
            if (at == output.Length)
                Array.Resize(ref output, output.Length * 2);
            output[at++] = value;
        }
        _output = output;
        OutputLength = at;
        if (Bzip2Crc.Of(Content.Span) != _crc)
            throw Damaged("its checksum is wrong");
    }

    private static InvalidDataException Damaged(string why) => new($"A bzip2 block is damaged: {why}.");
}
