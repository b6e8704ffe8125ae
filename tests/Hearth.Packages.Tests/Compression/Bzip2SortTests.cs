using CsCheck;
using Hearth.Packages.Compression;

namespace Hearth.Packages.Tests.Compression;

public sealed class Bzip2SortTests
{
    private static readonly Bzip2Sort Sort = new();

    [Fact]
    public void Any_block_is_sorted_as_comparing_its_rotations_sorts_it() =>
        Gen.OneOf(Gen.Byte.Array[1, 400], Gen.Byte[0, 1].Array[1, 400], Gen.Byte[253, 255].Array[1, 400], Repeated).Sample(IsSorted, iter: 2_000, threads: 1);

    [Theory]
    [InlineData("a")]
    [InlineData("aa")]
    [InlineData("aaaaaaaab")]
    [InlineData("abababab")]
    [InlineData("abcabcabcabc")]
    [InlineData("baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("mississippi")]
    public void Blocks_of_few_turns_are_sorted(string block) => IsSorted([.. block.Select(letter => (byte)letter)]);

    // Between two turns there may be hundreds of bytes, which no single comparison reaches over.
    [Fact]
    public void Turns_far_from_each_other_are_sorted()
    {
        var slope = Enumerable.Range(0, 256).SelectMany(value => new[] { (byte)value, (byte)value }).ToArray();
        IsSorted([.. slope, .. slope.Reverse(), .. slope, 7, .. slope.Reverse(), .. slope, .. slope.Reverse()]);
    }

    [Fact]
    public void A_full_block_that_repeats_itself_takes_no_longer_than_others()
    {
        var random = new Random(1);
        var pattern = new byte[1_003];
        random.NextBytes(pattern);
        var block = new byte[Bzip2EncodedBlock.Size];
        for (var i = 0; i < block.Length; i++)
            block[i] = pattern[i % pattern.Length];
        // One byte differs, so that rotations are equal for hundreds of thousands of bytes, but not for ever.
        block[^1] ^= 1;
        var last = new byte[block.Length];
        var origin = Sort.Sort(block, last);
        Assert.Equal(block, Unsorted(last, origin));
    }

    private static Gen<byte[]> Repeated =>
        Gen.Select(Gen.Byte[0, 3].Array[1, 30], Gen.Int[2, 20], Gen.Byte.Array[0, 2]).Select((part, times, end) =>
            Enumerable.Repeat(part, times).SelectMany(each => each).Concat(end).ToArray());

    private static void IsSorted(byte[] block)
    {
        var twice = block.Concat(block).ToArray();
        var rotations = Enumerable.Range(0, block.Length)
            .Order(Comparer<int>.Create((x, y) => twice.AsSpan(x, block.Length).SequenceCompareTo(twice.AsSpan(y, block.Length))))
            .ToList();
        var last = new byte[block.Length];
        var origin = Sort.Sort(block, last);
        Assert.Equal(rotations.Select(at => twice[at + block.Length - 1]), last);
        Assert.Equal(block, twice[rotations[origin]..(rotations[origin] + block.Length)]);
    }

    // The textbook's inverse: the place of each byte of the last column in the first leads to the rotation that begins one byte earlier.
    private static byte[] Unsorted(byte[] last, int origin)
    {
        var earlier = new int[last.Length];
        var starts = new int[257];
        foreach (var value in last)
            starts[value + 1]++;
        for (var i = 1; i < starts.Length; i++)
            starts[i] += starts[i - 1];
        for (var i = 0; i < last.Length; i++)
            earlier[i] = starts[last[i]]++;
        var block = new byte[last.Length];
        for (var (i, at) = (last.Length - 1, origin); i >= 0; i--)
        {
            block[i] = last[at];
            at = earlier[at];
        }
        return block;
    }
}
