namespace Hearth.Packages.Compression;

/// <summary>
/// Sorts the rotations of a block, in two stages (H. Itoh, H. Tanaka, "An efficient method for in memory construction of suffix arrays", 1999). A rotation rises if
/// the first byte that differs from its first is greater, and falls if it is less. Only those that rise and are followed by one that falls are sorted by
/// comparing, hardly a third of all: the order of the others follows from theirs.
/// </summary>
internal sealed class Bzip2Sort
{
    private readonly Bzip2Turns _turns = new();

    // Rotations that rise, turns among them, by their second byte and then by their first: how many, then the end of the places still free.
    private readonly int[] _rising = new int[1 << 16];

    // Rotations that fall, by their first byte: how many, then the first place still free.
    private readonly int[] _falling = new int[256];

    // Where the rotations that begin with a byte end, and those of them that fall.
    private readonly int[] _ends = new int[256];
    private readonly int[] _fallingEnds = new int[256];

    private readonly byte[] _text = new byte[(2 * Bzip2EncodedBlock.Size) + Bzip2Turns.Margin];
    private readonly int[] _order = new int[Bzip2EncodedBlock.Size];

    /// <summary>Sorts the rotations and writes the last byte of each, in their order.</summary>
    /// <param name="block">What is rotated; one byte at least.</param>
    /// <param name="last">Receives the last bytes; as long as the block.</param>
    /// <returns>The place of the block itself among its rotations.</returns>
    public int Sort(ReadOnlySpan<byte> block, Span<byte> last)
    {
        if (!block.ContainsAnyExcept(block[0]))
        {
            block.CopyTo(last);
            return 0;
        }
        Prepare(block);
        Classify(block.Length);
        _turns.Sort(_text, block.Length);
        Place();
        InduceRising(block.Length);
        return InduceFalling(block.Length, last);
    }

    // The text twice, and a little more, so that a rotation can be read without turning round at the end.
    private void Prepare(ReadOnlySpan<byte> block)
    {
        var text = _text.AsSpan(0, (2 * block.Length) + Bzip2Turns.Margin);
        block.CopyTo(text);
        for (var filled = block.Length; filled < text.Length;)
        {
            // Copies of whole multiples of the block keep the period.
            var count = Math.Min(filled, text.Length - filled);
            text[..count].CopyTo(text[filled..]);
            filled += count;
        }
    }

    private void Classify(int length)
    {
        Array.Clear(_rising);
        Array.Clear(_falling);
        _turns.Clear();
        var text = _text;
        var next = text[length];
        var beyond = text.AsSpan(length);
        var rises = next < beyond[beyond.IndexOfAnyExcept(next)] ? 1 : 0;
        for (var at = length - 1; at >= 0; at--)
        {
            // Without branches, since no processor can foresee them.
            var first = text[at];
            var risesHere = (first < next ? 1 : 0) | (first == next ? rises : 0);
            _falling[first] += 1 - risesHere;
            _rising[(next << 8) | first] += risesHere;
            _turns.Add(at, risesHere & (1 - rises));
            (next, rises) = (first, risesHere);
        }
    }

    // The rotations that begin with a byte: first those that fall; then those that rise, by their second byte, the turns before the others.
    private void Place()
    {
        var place = 0;
        for (var first = 0; first < 256; first++)
        {
            (_falling[first], place) = (place, place + _falling[first]);
            _fallingEnds[first] = place;
            for (var second = first; second < 256; second++)
            {
                var turns = _turns.Sorted(first, second);
                turns.CopyTo(_order.AsSpan(place));
                place += _rising[(second << 8) | first];
                _rising[(second << 8) | first] = place;
            }
            _ends[first] = place;
        }
    }

    // What precedes a rotation that rises, and begins with the same byte or a lesser one, rises too, and is followed by one that rises.
    private void InduceRising(int length)
    {
        var (text, order) = (_text, _order);
        for (var first = 255; first >= 0; first--)
        {
            var free = _rising.AsSpan(first << 8, 256);
            for (var i = _ends[first] - 1; i >= _fallingEnds[first]; i--)
            {
                var before = order[i] - 1;
                if (before < 0)
                    before = length - 1;
                var value = text[before];
                if (value <= first)
                    order[--free[value]] = before;
            }
        }
    }

    // What precedes a rotation falls if it begins with a greater byte, or with the same one and the rotation falls.
    private int InduceFalling(int length, Span<byte> last)
    {
        var (text, order, free) = (_text, _order, _falling);
        var (i, origin) = (0, 0);
        for (var first = 0; first < 256; first++)
        {
            for (var least = first; i < _ends[first]; i++)
            {
                if (i == _fallingEnds[first])
                    least = first + 1;
                var before = order[i] - 1;
                if (before < 0)
                {
                    origin = i;
                    before = length - 1;
                }
                var value = text[before];
                last[i] = value;
                if (value >= least)
                    order[free[value]++] = before;
            }
        }
        return origin;
    }
}
