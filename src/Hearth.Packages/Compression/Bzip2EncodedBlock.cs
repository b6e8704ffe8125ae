namespace Hearth.Packages.Compression;

/// <summary>
/// One block on its way in. <see cref="Append"/> takes content until the block is full; <see cref="Compress"/> does the work and may happen on
/// any thread.
/// </summary>
internal sealed class Bzip2EncodedBlock
{
    // Room for a run that ends with the block, as the original encoder leaves it.
    private const int MaxLength = 900_000 - 19;
    private const int LongestRun = 255;
    private const int SymbolsPerSelector = 50;
    private const int Rounds = 4;
    private const int RunA = 0;
    private const int RunB = 1;

    private readonly byte[] _data = new byte[900_000];
    private readonly ushort[] _symbols = new ushort[900_002];
    private readonly int[] _frequencies = new int[Bzip2HuffmanTable.MaxSymbols];
    private readonly byte[] _selectors = new byte[18_002];
    private readonly byte[][] _lengths = [.. Enumerable.Range(0, 6).Select(_ => new byte[Bzip2HuffmanTable.MaxSymbols])];
    private readonly int[][] _counts = [.. Enumerable.Range(0, 6).Select(_ => new int[Bzip2HuffmanTable.MaxSymbols])];
    private readonly Bzip2Sort _sort = new();
    private int _length;
    private int _run;
    private byte _last;
    private uint _crc = uint.MaxValue;
    private int _symbolCount;
    private int _alphabet;
    private int _origin;

    public Bzip2BitWriter Bits { get; } = new();

    /// <summary>Checksum of the content; valid once the block is compressed.</summary>
    public uint Crc => ~_crc;

    public bool IsEmpty => _length == 0 && _run == 0;

    public void Clear()
    {
        (_length, _run, _crc) = (0, 0, uint.MaxValue);
        Bits.Clear();
    }

    /// <summary>Takes content, shortening runs, until it is all taken or the block is full.</summary>
    /// <returns>How many bytes were taken.</returns>
    public int Append(ReadOnlySpan<byte> content)
    {
        var taken = 0;
        for (; taken < content.Length; taken++)
        {
            var value = content[taken];
            if (value == _last && _run is > 0 and < LongestRun)
            {
                _run++;
                continue;
            }
            EndRun();
            if (_length >= MaxLength)
                break;
            (_last, _run) = (value, 1);
        }
        _crc = Bzip2Crc.Append(_crc, content[..taken]);
        return taken;
    }

    /// <summary>Sorts, codes and writes the block into <see cref="Bits"/>.</summary>
    public void Compress()
    {
        EndRun();
        Code(_sort.Sort(_data.AsSpan(0, _length)), out var used);
        var tables = MakeTables();
        Write(used, tables);
    }

    private void EndRun()
    {
        var plain = Math.Min(_run, 4);
        _data.AsSpan(_length, plain).Fill(_last);
        _length += plain;
        if (_run >= 4)
            _data[_length++] = (byte)(_run - 4);
        _run = 0;
    }

    // Move to front, with the runs of zeros that it makes written as numbers in bijective base 2.
    private void Code(ReadOnlySpan<int> order, out bool[] used)
    {
        used = new bool[256];
        foreach (var value in _data.AsSpan(0, _length))
            used[value] = true;
        Span<byte> bytes = stackalloc byte[256];
        var count = 0;
        for (var value = 0; value < 256; value++)
        {
            if (used[value])
                bytes[count++] = (byte)value;
        }
        var front = new Bzip2MoveToFront(bytes);
        Array.Clear(_frequencies);
        (_symbolCount, _alphabet) = (0, count + 2);
        _origin = order.IndexOf(0);
        var (data, last) = (_data, _data[_length - 1]);
        var zeros = 0;
        foreach (var at in order)
        {
            var place = front.Take(at == 0 ? last : data[at - 1]);
            if (place == 0)
            {
                zeros++;
                continue;
            }
            AddZeros(zeros);
            zeros = 0;
            Add(place + 1);
        }
        AddZeros(zeros);
        Add(count + 1);
    }

    private void AddZeros(int count)
    {
        for (; count > 0; count = (count - 1) >> 1)
            Add((count & 1) != 0 ? RunA : RunB);
    }

    private void Add(int symbol)
    {
        _frequencies[symbol]++;
        _symbols[_symbolCount++] = (ushort)symbol;
    }

    // Several codes, each for the groups of symbols that suit it best: begun with equal shares of the alphabet, then improved in turns.
    private int MakeTables()
    {
        var tables = _symbolCount switch { < 200 => 2, < 600 => 3, < 1200 => 4, < 2400 => 5, _ => 6 };
        var (symbol, left) = (0, _symbolCount);
        for (var table = 0; table < tables; table++)
        {
            var share = left / (tables - table);
            var sum = 0;
            var lengths = _lengths[table].AsSpan(0, _alphabet);
            lengths.Fill(15);
            while (symbol < _alphabet && (sum < share || table == tables - 1))
            {
                sum += _frequencies[symbol];
                lengths[symbol++] = 0;
            }
            left -= sum;
        }
        for (var round = 0; round < Rounds; round++)
        {
            for (var table = 0; table < tables; table++)
                Array.Clear(_counts[table]);
            ChooseSelectors(tables);
            for (var table = 0; table < tables; table++)
                Bzip2CodeLengths.Compute(_counts[table].AsSpan(0, _alphabet), _lengths[table]);
        }
        return tables;
    }

    private void ChooseSelectors(int tables)
    {
        Span<ulong> packed = stackalloc ulong[2 * Bzip2HuffmanTable.MaxSymbols];
        // Lengths of up to four codes side by side, so that one addition counts for all of them.
        for (var table = 0; table < tables; table++)
        {
            for (var symbol = 0; symbol < _alphabet; symbol++)
            {
                ref var cell = ref packed[(2 * symbol) + (table >> 2)];
                var shift = 16 * (table & 3);
                cell = (cell & ~(0xffffUL << shift)) | ((ulong)_lengths[table][symbol] << shift);
            }
        }
        for (var (start, group) = (0, 0); start < _symbolCount; start += SymbolsPerSelector, group++)
        {
            var symbols = _symbols.AsSpan(start, Math.Min(SymbolsPerSelector, _symbolCount - start));
            var (low, high) = (0UL, 0UL);
            foreach (var symbol in symbols)
            {
                low += packed[2 * symbol];
                high += packed[(2 * symbol) + 1];
            }
            var best = 0;
            for (var table = 1; table < tables; table++)
            {
                if (Cost(table, low, high) < Cost(best, low, high))
                    best = table;
            }
            _selectors[group] = (byte)best;
            var counts = _counts[best];
            foreach (var symbol in symbols)
                counts[symbol]++;
        }
    }

    private static ulong Cost(int table, ulong low, ulong high) => ((table < 4 ? low : high) >> (16 * (table & 3))) & 0xffff;

    private void Write(bool[] used, int tables)
    {
        Bits.Write(24, 0x314159);
        Bits.Write(24, 0x265359);
        Bits.Write(32, Crc);
        Bits.Write(1, 0);
        Bits.Write(24, (uint)_origin);
        WriteUsed(used);
        WriteSelectors(tables);
        for (var table = 0; table < tables; table++)
            WriteLengths(_lengths[table].AsSpan(0, _alphabet));
        WriteSymbols(tables);
    }

    private void WriteUsed(bool[] used)
    {
        var groups = 0u;
        for (var group = 0; group < 16; group++)
            groups |= used.AsSpan(group * 16, 16).Contains(true) ? 0x8000u >> group : 0;
        Bits.Write(16, groups);
        for (var group = 0; group < 16; group++)
        {
            if ((groups & (0x8000u >> group)) == 0)
                continue;
            var members = 0u;
            for (var member = 0; member < 16; member++)
                members |= used[(group * 16) + member] ? 0x8000u >> member : 0;
            Bits.Write(16, members);
        }
    }

    private void WriteSelectors(int tables)
    {
        var count = (_symbolCount + SymbolsPerSelector - 1) / SymbolsPerSelector;
        Bits.Write(3, (uint)tables);
        Bits.Write(15, (uint)count);
        Span<byte> front = [0, 1, 2, 3, 4, 5];
        foreach (var selector in _selectors.AsSpan(0, count))
        {
            var place = front.IndexOf(selector);
            front[..place].CopyTo(front[1..]);
            front[0] = selector;
            // The place in unary.
            Bits.Write(place + 1, (1u << (place + 1)) - 2);
        }
    }

    private void WriteLengths(ReadOnlySpan<byte> lengths)
    {
        var present = lengths[0];
        Bits.Write(5, present);
        foreach (var length in lengths)
        {
            for (; present < length; present++)
                Bits.Write(2, 0b10);
            for (; present > length; present--)
                Bits.Write(2, 0b11);
            Bits.Write(1, 0);
        }
    }

    private void WriteSymbols(int tables)
    {
        var codes = new Bzip2Code[tables][];
        for (var table = 0; table < tables; table++)
            codes[table] = CodesOf(_lengths[table].AsSpan(0, _alphabet));
        for (var (start, group) = (0, 0); start < _symbolCount; start += SymbolsPerSelector, group++)
            Bits.Write(_symbols.AsSpan(start, Math.Min(SymbolsPerSelector, _symbolCount - start)), codes[_selectors[group]]);
    }

    private static Bzip2Code[] CodesOf(ReadOnlySpan<byte> lengths)
    {
        var codes = new Bzip2Code[lengths.Length];
        var code = 0u;
        for (var length = 1; length <= Bzip2HuffmanTable.MaxLength; length++, code <<= 1)
        {
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == length)
                    codes[symbol] = new Bzip2Code(code++, length);
            }
        }
        return codes;
    }
}
