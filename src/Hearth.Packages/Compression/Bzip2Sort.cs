using System.Buffers.Binary;

namespace Hearth.Packages.Compression;

/// <summary>
/// Sorts the rotations of a block. Ordinary content is sorted by its first two bytes and then eight bytes at a time; content that repeats itself over long
/// distances, which makes that slow, by doubling the length that is known to be in order.
/// </summary>
internal sealed class Bzip2Sort
{
    private const int KeySize = 8;

    // Loads of keys per byte of the block, after which doubling is sure to be faster.
    private const int WorkPerByte = 24;

    private const int LargestInsertion = 16;

    private readonly int[] _starts = new int[(1 << 16) + 1];
    private byte[] _text = [];
    private int[] _order = [];
    private ulong[] _keys = [];
    private int[] _ranks = [];
    private long _work;

    /// <summary>The places in <paramref name="block"/> at which its rotations begin, in the order of the rotations.</summary>
    public ReadOnlySpan<int> Sort(ReadOnlySpan<byte> block)
    {
        var length = block.Length;
        Prepare(block);
        SortByTwoBytes(length);
        _work = (long)length * WorkPerByte;
        if (!TrySortBuckets(length))
            SortByDoubling(length);
        return _order.AsSpan(0, length);
    }

    // The text twice, and a little more, so that a rotation can be read without turning round at the end.
    private void Prepare(ReadOnlySpan<byte> block)
    {
        var size = (2 * block.Length) + KeySize;
        if (_text.Length < size)
        {
            _text = new byte[size];
            _order = new int[block.Length];
            _keys = new ulong[block.Length];
        }
        block.CopyTo(_text);
        for (var filled = block.Length; filled < size;)
        {
            var count = Math.Min(filled, size - filled);
            _text.AsSpan(0, count).CopyTo(_text.AsSpan(filled));
            // Copies of whole multiples of the block keep the period.
            filled += count;
        }
    }

    // Afterwards _starts[b] is the end of the bucket b.
    private void SortByTwoBytes(int length)
    {
        Array.Clear(_starts);
        for (var i = 0; i < length; i++)
            _starts[((_text[i] << 8) | _text[i + 1]) + 1]++;
        for (var i = 1; i < _starts.Length; i++)
            _starts[i] += _starts[i - 1];
        for (var i = 0; i < length; i++)
            _order[_starts[(_text[i] << 8) | _text[i + 1]]++] = i;
    }

    // Once all rotations that begin with a byte b are in order, so are those that begin with any byte and then b: going through the former in order
    // and one place back in the text meets the latter in order. So, least frequent byte first, hardly half of the rotations are sorted (J. Seward, "On the
    // performance of BWT sorting algorithms", 2000).
    private bool TrySortBuckets(int length)
    {
        Span<int> first = stackalloc int[256];
        Span<int> sizes = stackalloc int[256];
        for (var b = 0; b < 256; b++)
        {
            first[b] = b;
            sizes[b] = EndOf(b, 255) - StartOf(b, 0);
        }
        sizes.Sort(first);
        Span<bool> isDone = stackalloc bool[256];
        foreach (var b in first)
        {
            for (var second = 0; second < 256; second++)
            {
                if (second != b && !isDone[second])
                    SortRange(StartOf(b, second), EndOf(b, second), depth: 2, length);
            }
            if (_work < 0)
                return false;
            CopyPredecessors(b, isDone, length);
            isDone[b] = true;
        }
        return true;
    }

    private void CopyPredecessors(int b, ReadOnlySpan<bool> isDone, int length)
    {
        Span<int> left = stackalloc int[256];
        Span<int> right = stackalloc int[256];
        for (var c = 0; c < 256; c++)
        {
            left[c] = StartOf(c, b);
            right[c] = EndOf(c, b) - 1;
        }
        // The bucket b,b grows from both ends while it is gone through.
        for (var i = StartOf(b, 0); i < left[b]; i++)
        {
            var at = (_order[i] == 0 ? length : _order[i]) - 1;
            if (!isDone[_text[at]])
                _order[left[_text[at]]++] = at;
        }
        for (var i = EndOf(b, 255) - 1; i > right[b]; i--)
        {
            var at = (_order[i] == 0 ? length : _order[i]) - 1;
            if (!isDone[_text[at]])
                _order[right[_text[at]]--] = at;
        }
    }

    private int StartOf(int first, int second) => (first | second) == 0 ? 0 : _starts[((first << 8) | second) - 1];

    private int EndOf(int first, int second) => _starts[(first << 8) | second];

    private void SortRange(int start, int end, int depth, int length)
    {
        _work -= end - start;
        if (end - start < 2 || depth >= length || _work < 0)
            return;
        for (var i = start; i < end; i++)
            _keys[i] = BinaryPrimitives.ReadUInt64BigEndian(_text.AsSpan(_order[i] + depth, KeySize));
        if (end - start <= LargestInsertion)
            SortByInsertion(start, end);
        else
            _keys.AsSpan(start, end - start).Sort(_order.AsSpan(start, end - start));
        // Deeper ranges overwrite only their own keys, which have been looked at by then.
        for (var i = start; i < end;)
        {
            var next = i + 1;
            while (next < end && _keys[next] == _keys[i])
                next++;
            if (next - i > 1)
                SortRange(i, next, depth + KeySize, length);
            i = next;
        }
    }

    private void SortByInsertion(int start, int end)
    {
        var keys = _keys;
        var order = _order;
        for (var i = start + 1; i < end; i++)
        {
            var (key, place) = (keys[i], order[i]);
            var at = i - 1;
            for (; at >= start && keys[at] > key; at--)
                (keys[at + 1], order[at + 1]) = (keys[at], order[at]);
            (keys[at + 1], order[at + 1]) = (key, place);
        }
    }

    // N. J. Larsson, K. Sadakane, "Faster suffix sorting", 2007, for rotations: a group of rotations equal in their first h bytes is put in order by the
    // groups of what follows h bytes later.
    private void SortByDoubling(int length)
    {
        if (_ranks.Length < length)
            _ranks = new int[length];
        for (var i = 0; i < length; i++)
        {
            _order[i] = i;
            _keys[i] = BinaryPrimitives.ReadUInt64BigEndian(_text.AsSpan(i, KeySize));
        }
        _keys.AsSpan(0, length).Sort(_order.AsSpan(0, length));
        RankGroups(0, length);
        for (var h = KeySize; h < length && SortGroups(h, length); h *= 2)
        {
        }
    }

    private bool SortGroups(int h, int length)
    {
        var isUnsorted = false;
        for (var start = 0; start < length;)
        {
            // A group's rank is the place of its last member.
            var end = _ranks[_order[start]] + 1;
            if (end - start > 1)
            {
                for (var i = start; i < end; i++)
                    _keys[i] = (uint)_ranks[(_order[i] + h) % length];
                _keys.AsSpan(start, end - start).Sort(_order.AsSpan(start, end - start));
                RankGroups(start, end);
                isUnsorted = true;
            }
            start = end;
        }
        return isUnsorted;
    }

    private void RankGroups(int start, int end)
    {
        for (var i = start; i < end;)
        {
            var next = i + 1;
            while (next < end && _keys[next] == _keys[i])
                next++;
            for (; i < next; i++)
                _ranks[_order[i]] = next - 1;
        }
    }
}
