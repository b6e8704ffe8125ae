using System.Buffers.Binary;

namespace Hearth.Packages.Compression;

/// <summary>
/// The places of a block where it rises and then falls, sorted by the rotations that begin there: by their first two bytes, then eight bytes at a time.
/// Rotations that stay equal longer than up to their next turn are then sorted by the order of what begins there, by doubling the number of turns that are known to be
/// in order (N. J. Larsson, K. Sadakane, "Faster suffix sorting", 2007). So no content takes long.
/// </summary>
internal sealed class Bzip2Turns
{
    private const int KeySize = 8;

    // Comparing bytes is quicker than comparing ranks as long as few rotations are equal.
    private const int EnoughBytes = 2 + (4 * KeySize);

    private const int LargestInsertion = 16;

    // Content made to defeat quicksort falls to the library's sort after so many bad divisions.
    private const int Patience = 40;

    /// <summary>How many bytes of the text behind its second copy are read at most.</summary>
    public const int Margin = EnoughBytes + (2 * KeySize);

    // No two places next to each other are turns.
    private const int MaxCount = (Bzip2EncodedBlock.Size / 2) + 1;

    // How many turns there are by their first byte and then by their second; then where they end among the sorted.
    private readonly int[] _ends = new int[1 << 16];

    // Where the turns are, from last to first.
    private readonly int[] _places = new int[MaxCount];

    // The numbers of the turns, which are their indexes in _places, in order; what they are compared by; and the places in order that are known so far.
    private readonly int[] _order = new int[MaxCount];
    private readonly ulong[] _keys = new ulong[MaxCount];
    private readonly int[] _ranks = new int[MaxCount];

    // The ranges of _order that are not in order yet.
    private List<(int Start, int End)> _equal = [];
    private List<(int Start, int End)> _stillEqual = [];
    private byte[] _text = [];
    private int _length;
    private int _count;

    /// <summary>Forgets the turns of the block before.</summary>
    public void Clear() => _count = 0;

    /// <summary>Adds a turn before all those added so far, if there is one.</summary>
    /// <param name="place">Where it may be.</param>
    /// <param name="count">1 if there is a turn, or else 0.</param>
    public void Add(int place, int count)
    {
        _places[_count] = place;
        _count += count;
    }

    /// <summary>Sorts the turns that were added.</summary>
    /// <param name="text">The block twice, and <see cref="Margin"/> bytes more of it.</param>
    /// <param name="length">The length of the block.</param>
    public void Sort(byte[] text, int length)
    {
        (_text, _length) = (text, length);
        Distribute();
        var start = 0;
        foreach (var end in _ends)
        {
            SortByKeys(start, end, depth: 2, Patience);
            start = end;
        }
        if (_equal.Count > 0)
            SortByRanks();
        foreach (ref var turn in _order.AsSpan(0, _count))
            turn = _places[turn];
    }

    /// <summary>The places of the turns that begin with two bytes, in order.</summary>
    public ReadOnlySpan<int> Sorted(int first, int second)
    {
        var bucket = (first << 8) | second;
        var start = bucket == 0 ? 0 : _ends[bucket - 1];
        return _order.AsSpan(start, _ends[bucket] - start);
    }

    private void Distribute()
    {
        var (text, ends) = (_text, _ends);
        Array.Clear(ends);
        var places = _places.AsSpan(0, _count);
        foreach (var place in places)
            ends[(text[place] << 8) | text[place + 1]]++;
        var start = 0;
        foreach (ref var end in ends.AsSpan())
            (end, start) = (start, start + end);
        for (var turn = 0; turn < places.Length; turn++)
        {
            var place = places[turn];
            var at = ends[(text[place] << 8) | text[place + 1]]++;
            _order[at] = turn;
            _keys[at] = KeyAt(place + 2);
        }
    }

    private ulong KeyAt(int place) => BinaryPrimitives.ReadUInt64BigEndian(_text.AsSpan(place, KeySize));

    // Quicksort in three parts (J. Bentley, R. Sedgewick, "Fast algorithms for sorting and searching strings", 1997). Deeper ranges overwrite only their own
    // keys, which have been looked at by then.
    private void SortByKeys(int start, int end, int depth, int patience)
    {
        while (end - start > LargestInsertion && patience-- > 0)
        {
            var pivot = Median(_keys[start], _keys[(start + end) / 2], _keys[end - 1]);
            var equal = MoveLessToFront(start, end, pivot);
            var greater = pivot == ulong.MaxValue ? end : MoveLessToFront(equal, end, pivot + 1);
            SortByKeys(start, equal, depth, patience);
            if (greater - equal > 1)
                SortDeeper(equal, greater, depth + KeySize);
            start = greater;
        }
        if (end - start < 2)
            return;
        SortRange(start, end);
        for (var i = start; i < end;)
        {
            var next = EndOfEqual(i, end);
            if (next - i > 1)
                SortDeeper(i, next, depth + KeySize);
            i = next;
        }
    }

    private static ulong Median(ulong a, ulong b, ulong c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));

    // Moves the turns with keys below a limit before the others, without branches that no processor can foresee. Returns where the others begin.
    private int MoveLessToFront(int start, int end, ulong limit)
    {
        var keys = _keys.AsSpan(start, end - start);
        var order = _order.AsSpan(start, keys.Length);
        var less = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            var (key, turn) = (keys[i], order[i]);
            (keys[i], order[i]) = (keys[less], order[less]);
            (keys[less], order[less]) = (key, turn);
            less += key < limit ? 1 : 0;
        }
        return start + less;
    }

    private void SortDeeper(int start, int end, int depth)
    {
        if ((depth >= EnoughBytes || depth >= _length) && ReachNextTurn(start, end, depth))
        {
            _equal.Add((start, end));
            return;
        }
        for (var i = start; i < end; i++)
            _keys[i] = KeyAt(_places[_order[i]] + depth);
        SortByKeys(start, end, depth, Patience);
    }

    // Whether turns that are equal up to a depth have their next turn within it, and all at the same distance.
    private bool ReachNextTurn(int start, int end, int depth)
    {
        var distance = ToNext(_order[start]);
        if (distance > depth)
            return false;
        foreach (var turn in _order.AsSpan(start, end - start))
        {
            if (ToNext(turn) != distance)
                return false;
        }
        return true;
    }

    private int ToNext(int turn) => turn > 0 ? _places[turn - 1] - _places[turn] : _places[_count - 1] + _length - _places[turn];

    // Ranges of turns that are equal up to the one that is so many turns later are put in order by the rank of that one.
    private void SortByRanks()
    {
        for (var i = 0; i < _count; i++)
            _ranks[_order[i]] = i;
        foreach (var (start, end) in _equal)
            Rank(start, end);
        for (var turns = 1; turns < _count && _equal.Count > 0; turns *= 2)
        {
            foreach (var (start, end) in _equal)
            {
                for (var i = start; i < end; i++)
                    _keys[i] = (uint)_ranks[Later(_order[i], turns)];
                SortRange(start, end);
                RankEqual(start, end);
            }
            _equal.Clear();
            (_equal, _stillEqual) = (_stillEqual, _equal);
        }
        _equal.Clear();
    }

    private int Later(int turn, int turns) => turn >= turns ? turn - turns : turn - turns + _count;

    private void RankEqual(int start, int end)
    {
        for (var i = start; i < end;)
        {
            var next = EndOfEqual(i, end);
            Rank(i, next);
            if (next - i > 1)
                _stillEqual.Add((i, next));
            i = next;
        }
    }

    // Equal turns share the rank of the last of them.
    private void Rank(int start, int end)
    {
        foreach (var turn in _order.AsSpan(start, end - start))
            _ranks[turn] = end - 1;
    }

    private int EndOfEqual(int start, int end)
    {
        var key = _keys[start];
        do
            start++;
        while (start < end && _keys[start] == key);
        return start;
    }

    private void SortRange(int start, int end)
    {
        if (end - start <= LargestInsertion)
            SortByInsertion(start, end);
        else
            _keys.AsSpan(start, end - start).Sort(_order.AsSpan(start, end - start));
    }

    private void SortByInsertion(int start, int end)
    {
        var (keys, order) = (_keys, _order);
        for (var i = start + 1; i < end; i++)
        {
            var (key, turn) = (keys[i], order[i]);
            var at = i - 1;
            for (; at >= start && keys[at] > key; at--)
                (keys[at + 1], order[at + 1]) = (keys[at], order[at]);
            (keys[at + 1], order[at + 1]) = (key, turn);
        }
    }
}
