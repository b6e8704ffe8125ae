namespace Hearth.Mirrors.Sources;

/// <summary>What a push of sources did, or would do.</summary>
/// <param name="Sources">Sources that may be given away.</param>
/// <param name="Sent">Those that the registry did not have.</param>
/// <param name="Bytes">Bytes that travelled; in a dry run, that would.</param>
/// <param name="Kept">Sources that were left out: taken down, damaged, or not for everyone.</param>
public sealed record PushedSources(int Sources, int Sent, long Bytes, int Kept);
