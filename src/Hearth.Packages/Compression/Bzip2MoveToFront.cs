using System.Numerics;
using System.Runtime.Intrinsics;

namespace Hearth.Packages.Compression;

/// <summary>
/// The bytes that a block uses, the one used last in front. Nearly all that are asked for are among the first sixteen, which are one vector: one
/// comparison finds a byte in it, one permutation moves it to the front.
/// </summary>
internal ref struct Bzip2MoveToFront
{
    // The permutation that moves the byte of each place to the front.
    private static readonly Vector128<byte>[] ToFront =
        [.. Enumerable.Range(0, 16).Select(place => Vector128.Create([.. Enumerable.Range(0, 16).Select(i => (byte)(i == 0 ? place : i <= place ? i - 1 : i))]))];

    private readonly Span<byte> _rest;
    private Vector128<byte> _first;

    /// <param name="bytes">The bytes in their first order, and room for 256 in all; used as long as this is.</param>
    public Bzip2MoveToFront(Span<byte> bytes)
    {
        _first = Vector128.Create<byte>(bytes);
        _rest = bytes[Vector128<byte>.Count..];
    }

    /// <summary>The place of a byte, which thereby moves to the front. It must be one of those that the block uses.</summary>
    public int Take(byte value)
    {
        var found = Vector128.Equals(_first, Vector128.Create(value)).ExtractMostSignificantBits();
        if (found == 0)
            return TakeFromRest(value);
        var place = BitOperations.TrailingZeroCount(found);
        _first = Vector128.Shuffle(_first, ToFront[place]);
        return place;
    }

    private int TakeFromRest(byte value)
    {
        var place = _rest.IndexOf(value);
        var last = _first[Vector128<byte>.Count - 1];
        _rest[..place].CopyTo(_rest[1..]);
        _rest[0] = last;
        _first = Vector128.Shuffle(_first, ToFront[^1]).WithElement(0, value);
        return Vector128<byte>.Count + place;
    }
}
