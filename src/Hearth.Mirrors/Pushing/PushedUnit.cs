using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Pushing;

/// <summary>What a target has.</summary>
/// <param name="Key">What the target calls it.</param>
/// <param name="Content">What it is here: <see cref="PushUnit.Content"/>.</param>
/// <param name="Proof">By what the target shows that it has it.</param>
internal readonly record struct PushedUnit(string Key, Sha256 Content, Sha256 Proof);
