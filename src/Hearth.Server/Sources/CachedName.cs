using System.Buffers;
using Hearth.Channels.Sources;

namespace Hearth.Server.Sources;

/// <summary>A file name as conda-build's cache has it: with the first digits of a digest behind the stem (wire-formats §16).</summary>
/// <param name="File">The name without them.</param>
/// <param name="Digits">The digits.</param>
internal readonly record struct CachedName(string File, string Digits)
{
    private const int Length = 10;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Reads <c>STEM_0123456789.EXT</c>; false if the name is none.</summary>
    public static bool TryRead(string name, out CachedName cached)
    {
        cached = default;
        for (var at = name.LastIndexOf('_'); at > 0; at = name.LastIndexOf('_', at - 1))
        {
            var digits = name.AsSpan(at + 1);
            if (digits.Length <= Length || digits[Length] != '.' || digits[..Length].ContainsAnyExcept(HexDigits))
                continue;
            cached = new CachedName(string.Concat(name.AsSpan(0, at), digits[Length..]), digits[..Length].ToString());
            return true;
        }
        return false;
    }

    /// <summary>Whether the digits are the first of a digest that conda-build may take.</summary>
    public bool Names(SourceDigests digests) =>
        digests.Md5.StartsWith(Digits, StringComparison.Ordinal) || digests.Sha1.StartsWith(Digits, StringComparison.Ordinal) || digests.Sha256.ToString().StartsWith(Digits, StringComparison.Ordinal);
}
