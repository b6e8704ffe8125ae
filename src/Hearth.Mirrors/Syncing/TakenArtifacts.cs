using Hearth.Foundation.Diagnostics;

namespace Hearth.Mirrors.Syncing;

/// <summary>What came of downloads.</summary>
/// <param name="Added">Artifacts that were downloaded and taken.</param>
/// <param name="Bytes">Bytes downloaded.</param>
/// <param name="Held">Artifacts that were there already.</param>
/// <param name="Problems">Why others were not taken.</param>
internal sealed record TakenArtifacts(int Added, long Bytes, int Held, IReadOnlyList<Diagnostic> Problems)
{
    /// <summary>Those of the added that were listed just as the source shows them.</summary>
    public IReadOnlyList<(string Subdir, string File)> Listed { get; init; } = [];

    public static TakenArtifacts operator +(TakenArtifacts one, TakenArtifacts other) =>
        new(one.Added + other.Added, one.Bytes + other.Bytes, one.Held + other.Held, [.. one.Problems, .. other.Problems]) { Listed = [.. one.Listed, .. other.Listed] };

    public static TakenArtifacts None { get; } = new(0, 0, 0, []);
}
