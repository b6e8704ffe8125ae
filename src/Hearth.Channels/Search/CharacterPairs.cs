namespace Hearth.Channels.Search;

/// <summary>
/// Which pairs of neighbouring characters texts have, a bit for each; several pairs share a bit. A text that another one is in has all of
/// that one's bits, so most texts need not be looked at.
/// </summary>
internal readonly record struct CharacterPairs
{
    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    private CharacterPairs(ReadOnlySpan<ulong> bits) => (_first, _second, _third, _fourth) = (bits[0], bits[1], bits[2], bits[3]);

    /// <summary>The pairs of several texts; none reaches from one into the next.</summary>
    public static CharacterPairs Of(params ReadOnlySpan<string> texts)
    {
        Span<ulong> bits = stackalloc ulong[4];
        bits.Clear();
        foreach (var text in texts)
        {
            for (var i = 1; i < text.Length; i++)
            {
                var bit = (((uint)text[i - 1] * 31u) + text[i]) * 2654435769u >> 24;
                bits[(int)(bit >> 6)] |= 1UL << (int)(bit & 63);
            }
        }
        return new CharacterPairs(bits);
    }

    /// <summary>False if these texts cannot hold what the other ones hold.</summary>
    public bool MayInclude(in CharacterPairs other) =>
        ((other._first & ~_first) | (other._second & ~_second) | (other._third & ~_third) | (other._fourth & ~_fourth)) == 0;
}
