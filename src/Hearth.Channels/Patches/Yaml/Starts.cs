namespace Hearth.Channels.Patches.Yaml;

/// <summary>
/// A set of the two characters that texts begin with, as one word. Thousands of patterns meet millions of dependencies, and nearly all
/// differ there; a set may hold more than was put into it, never less.
/// </summary>
internal readonly record struct Starts(ulong Bits)
{
    private const int Length = 2;

    /// <summary>The set of one text; empty if the text is shorter.</summary>
    public static Starts Of(ReadOnlySpan<char> text) => text.Length < Length ? default : new(1UL << (((text[0] * 31) + text[1]) & 63));

    /// <summary>The set of all texts.</summary>
    public static Starts Of(IEnumerable<string> texts) => texts.Aggregate(default(Starts), (all, text) => all | Of(text.AsSpan()));

    public bool Includes(Starts other) => (Bits & other.Bits) == other.Bits;

    public static Starts operator |(Starts left, Starts right) => new(left.Bits | right.Bits);
}
