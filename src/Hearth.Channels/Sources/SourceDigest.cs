using System.Buffers;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Sources;

/// <summary>One of the digests that recipes, tools and addresses name a source by.</summary>
/// <param name="Algorithm"><c>sha256</c>, <c>sha512</c>, <c>sha1</c> or <c>md5</c>.</param>
/// <param name="Hex">In lower case.</param>
public readonly record struct SourceDigest(string Algorithm, string Hex)
{
    /// <summary>The algorithms, the strongest first.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = ["sha512", "sha256", "sha1", "md5"];

    /// <summary>Reads one.</summary>
    /// <returns>False if the algorithm is not known, or the text is no digest of it.</returns>
    public static bool TryParse(string algorithm, string hex, out SourceDigest digest)
    {
        digest = new SourceDigest(algorithm, hex.ToLowerInvariant());
        var length = algorithm switch
        {
            "sha512" => 128,
            "sha256" => Sha256.Size * 2,
            "sha1" => 40,
            "md5" => Md5.Size * 2,
            _ => 0,
        };
        return length > 0 && hex.Length == length && !hex.AsSpan().ContainsAnyExcept(HexDigits);
    }

    /// <summary>Reads <c>ALGORITHM:HEX</c>, or a digest alone, whose length tells the algorithm.</summary>
    public static bool TryParse(string text, out SourceDigest digest)
    {
        if (text.IndexOf(':') is var colon and > 0)
            return TryParse(text[..colon].ToLowerInvariant(), text[(colon + 1)..], out digest);
        foreach (var algorithm in Algorithms)
        {
            if (TryParse(algorithm, text, out digest))
                return true;
        }
        digest = default;
        return false;
    }

    public override string ToString() => $"{Algorithm}:{Hex}";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
}
