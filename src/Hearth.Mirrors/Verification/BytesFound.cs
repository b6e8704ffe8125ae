namespace Hearth.Mirrors.Verification;

/// <summary>What came of looking at the bytes that a mirror holds.</summary>
/// <param name="Damaged">Artifacts that are not there, or hold other bytes.</param>
/// <param name="Files">How many were looked at.</param>
/// <param name="Bytes">How many bytes were read.</param>
/// <param name="IsResumed">Whether it went on from where an earlier look was broken off.</param>
internal sealed record BytesFound(IReadOnlyList<HeldFile> Damaged, long Files, long Bytes, bool IsResumed);
