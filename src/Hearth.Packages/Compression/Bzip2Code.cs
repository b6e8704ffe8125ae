namespace Hearth.Packages.Compression;

/// <summary>The Huffman code of a symbol.</summary>
/// <param name="Bits">The code, in the lowest bits.</param>
/// <param name="Length">How many bits it has.</param>
internal readonly record struct Bzip2Code(uint Bits, int Length);
