namespace Hearth.Packages.Compression;

/// <summary>Code lengths of a Huffman code (D. A. Huffman, 1952) no longer than bzip2 can read.</summary>
internal static class Bzip2CodeLengths
{
    // Old decoders break at 20, so encoders have stayed at 17.
    private const int Longest = 17;

    /// <summary>Computes the lengths; symbols that do not occur get one too, since bzip2 has no way to leave them out.</summary>
    public static void Compute(ReadOnlySpan<int> frequencies, Span<byte> lengths)
    {
        Span<int> weights = stackalloc int[frequencies.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = Math.Max(1, frequencies[i]);
        while (!TryCompute(weights, lengths))
        {
            // Flatter weights make shorter codes.
            for (var i = 0; i < weights.Length; i++)
                weights[i] = (weights[i] / 2) + 1;
        }
    }

    // With leaves in order of weight, the two lightest nodes are always at the front of the leaves or of the nodes made so far.
    private static bool TryCompute(ReadOnlySpan<int> weights, Span<byte> lengths)
    {
        var count = weights.Length;
        Span<int> leaves = stackalloc int[count];
        Span<int> keys = stackalloc int[count];
        for (var i = 0; i < count; i++)
            leaves[i] = i;
        weights.CopyTo(keys);
        keys.Sort(leaves);
        Span<long> sums = stackalloc long[count];
        Span<int> parents = stackalloc int[2 * count];
        var (leaf, node) = (0, 0);
        for (var made = 0; made < count - 1; made++)
        {
            sums[made] = 0;
            for (var child = 0; child < 2; child++)
            {
                var takesLeaf = leaf < count && (node >= made || keys[leaf] <= sums[node]);
                sums[made] += takesLeaf ? keys[leaf] : sums[node];
                parents[takesLeaf ? leaf++ : count + node++] = made;
            }
        }
        Span<byte> depths = stackalloc byte[count];
        depths[count - 2] = 0;
        for (var made = count - 3; made >= 0; made--)
            depths[made] = (byte)(depths[parents[count + made]] + 1);
        for (var i = 0; i < count; i++)
        {
            var length = depths[parents[i]] + 1;
            if (length > Longest)
                return false;
            lengths[leaves[i]] = (byte)length;
        }
        return true;
    }
}
