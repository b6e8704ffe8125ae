using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Pushing;

/// <summary>What came of a unit that was put.</summary>
/// <param name="Proof">By what the target shows later that it still has it.</param>
/// <param name="Bytes">The bytes that travelled.</param>
public readonly record struct PutUnit(Sha256 Proof, long Bytes);
