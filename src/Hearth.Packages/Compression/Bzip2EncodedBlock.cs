using System.Numerics;
using System.Runtime.Intrinsics;

namespace Hearth.Packages.Compression;

/// <summary>
/// One block on its way in. <see cref="Append"/> takes content until the block is full; <see cref="Compress"/> does the work and may happen on
/// any thread.
/// </summary>
internal sealed class Bzip2EncodedBlock
{
    /// <summary>The most bytes that a block holds.</summary>
    public const int Size = 900_000;

    // Room for a run that ends with the block, as the original encoder leaves it.
    private const int MaxLength = Size - 19;
    private const int LongestRun = 255;
    private const int LongestPlainRun = 3;
    private const int SymbolsPerSelector = 50;
    private const int Rounds = 4;
    private const int RunA = 0;
    private const int RunB = 1;

    private readonly byte[] _data = new byte[Size];
    private readonly byte[] _lastColumn = new byte[Size];
    private readonly ushort[] _symbols = new ushort[Size + 2];
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
            taken += AppendPlain(content[taken..]);
            if (_length >= MaxLength || taken == content.Length)
                break;
            (_last, _run) = (content[taken], 1);
        }
        _crc = Bzip2Crc.Append(_crc, content[..taken]);
        return taken;
    }

    // Takes whole runs too short to be shortened, many at a time.
    private int AppendPlain(ReadOnlySpan<byte> content)
    {
        var count = Math.Min(content.Length - LongestPlainRun, MaxLength - _length);
        if (count <= 0)
            return 0;
        count = FirstLongRun(content[..(count + LongestPlainRun)]);
        while (count > 0 && content[count - 1] == content[count])
            count--;
        content[..count].CopyTo(_data.AsSpan(_length));
        _length += count;
        return count;
    }

    // The first of four equal bytes; where there are none, what may still be the first of them.
    private static int FirstLongRun(ReadOnlySpan<byte> content)
    {
        var at = 0;
        for (; at + Vector256<byte>.Count + LongestPlainRun <= content.Length; at += Vector256<byte>.Count)
        {
            var first = Vector256.Create(content[at..]);
            var equal = Vector256.Equals(first, Vector256.Create(content[(at + 1)..]))
                & Vector256.Equals(first, Vector256.Create(content[(at + 2)..]))
                & Vector256.Equals(first, Vector256.Create(content[(at + 3)..]));
            if (equal != Vector256<byte>.Zero)
                return at + BitOperations.TrailingZeroCount(equal.ExtractMostSignificantBits());
        }
        for (; at + LongestPlainRun < content.Length; at++)
        {
            if (content[at] == content[at + 1] && content[at] == content[at + 2] && content[at] == content[at + 3])
                break;
        }
        return at;
    }

    /// <summary>Sorts, codes and writes the block into <see cref="Bits"/>.</summary>
    public void Compress()
    {
        EndRun();
        var last = _lastColumn.AsSpan(0, _length);
        _origin = _sort.Sort(_data.AsSpan(0, _length), last);
        Code(last, out var used);
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
    private void Code(ReadOnlySpan<byte> sorted, out bool[] used)
    {
        used = new bool[256];
        foreach (var value in sorted)
            used[value] = true;
        Span<byte> bytes = stackalloc byte[256];
        var values = 0;
        for (var value = 0; value < 256; value++)
        {
            if (used[value])
                bytes[values++] = (byte)value;
        }
        var latest = bytes[0];
        var front = new Bzip2MoveToFront(bytes);
        var symbols = _symbols.AsSpan();
        var (count, zeros) = (0, 0);
        foreach (var value in sorted)
        {
            if (value == latest)
            {
                zeros++;
                continue;
            }
            for (; zeros > 0; zeros = (zeros - 1) >> 1)
                symbols[count++] = (ushort)((zeros & 1) != 0 ? RunA : RunB);
            symbols[count++] = (ushort)(front.Take(value) + 1);
            latest = value;
        }
        for (; zeros > 0; zeros = (zeros - 1) >> 1)
            symbols[count++] = (ushort)((zeros & 1) != 0 ? RunA : RunB);
        symbols[count++] = (ushort)(values + 1);
        (_symbolCount, _alphabet) = (count, values + 2);
        Array.Clear(_frequencies);
        foreach (var symbol in symbols[..count])
            _frequencies[symbol]++;
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
        // The lengths of a symbol's codes side by side, so that one addition counts for all of them.
        Span<Vector128<ushort>> costs = stackalloc Vector128<ushort>[Bzip2HuffmanTable.MaxSymbols];
        for (var symbol = 0; symbol < _alphabet; symbol++)
        {
            var cost = Vector128.Create((ushort)(ushort.MaxValue / SymbolsPerSelector));
            for (var table = 0; table < tables; table++)
                cost = cost.WithElement(table, _lengths[table][symbol]);
            costs[symbol] = cost;
        }
        for (var (start, group) = (0, 0); start < _symbolCount; start += SymbolsPerSelector, group++)
        {
            var symbols = _symbols.AsSpan(start, Math.Min(SymbolsPerSelector, _symbolCount - start));
            var cost = Vector128<ushort>.Zero;
            foreach (var symbol in symbols)
                cost += costs[symbol];
            var best = 0;
            for (var table = 1; table < tables; table++)
            {
                if (cost[table] < cost[best])
                    best = table;
            }
            _selectors[group] = (byte)best;
            var counts = _counts[best];
            foreach (var symbol in symbols)
                counts[symbol]++;
        }
    }

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
